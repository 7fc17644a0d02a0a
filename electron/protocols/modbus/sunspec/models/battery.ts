import { defineModel } from '../model-definition';
import type { ModelDefinition } from '../model-definition';

const EVENTS = '0 Communication error, 1 Over temperature alarm, 2 Over temperature warning, 3 Under temperature alarm, 4 Under temperature warning, 5 Over charge current alarm, 6 Over charge current warning, 7 Over discharge current alarm, 8 Over discharge current warning, 9 Over voltage alarm, 10 Over voltage warning, 11 Under voltage alarm, 12 Under voltage warning, 13 Under SoC alarm, 14 Under SoC warning, 15 Over SoC alarm, 16 Over SoC warning, 17 Voltage imbalance, 18 Temperature imbalance alarm, 19 Temperature imbalance warning, 20 Contactor error, 21 Fan error, 22 Ground fault, 23 Open door, 24 Current imbalance, 25 Other alarm, 26 Other warning, 28 Configuration alarm, 29 Configuration warning';

/** Model 802. */
export const batteryModels: readonly (readonly [id: number, definition: ModelDefinition])[] = [
  [802, defineModel('Battery', `
AHRtg | uint16 | AHRtg_SF | Ah | | Charge capacity
WHRtg | uint16 | WHRtg_SF | Wh | | Energy capacity
WChaRteMax | uint16 | WChaDisChaMax_SF | W | | Maximum charge rate
WDisChaRteMax | uint16 | WChaDisChaMax_SF | W | | Maximum discharge rate
DisChaRte | uint16 | DisChaRte_SF | %WHRtg | | Self discharge rate
SoCMax | uint16 | SoC_SF | %WHRtg | | Maximum state of charge
SoCMin | uint16 | SoC_SF | %WHRtg | | Minimum state of charge
SoCRsvMax | uint16 | SoC_SF | %WHRtg | rw | Maximum reserve
SoCRsvMin | uint16 | SoC_SF | %WHRtg | rw | Minimum reserve
SoC | uint16 | SoC_SF | %WHRtg | | State of charge
DoD | uint16 | DoD_SF | % | | Depth of discharge
SoH | uint16 | SoH_SF | % | | State of health
NCyc | uint32 | | | | Cycle count
ChaSt | enum16 | | | | Charge status | 1 Off, 2 Empty, 3 Discharging, 4 Charging, 5 Full, 6 Holding, 7 Testing
LocRemCtl | enum16 | | | | Control mode | 0 Remote, 1 Local
Hb | uint16 | | | | Battery heartbeat
CtrlHb | uint16 | | | rw | Controller heartbeat
AlmRst | uint16 | | | rw | Alarm reset
Typ | enum16 | | | | Battery type | 0 Unknown, 1 Lead-acid, 2 Nickel-metal hydride, 3 Nickel-cadmium, 4 Lithium-ion, 5 Carbon-zinc, 6 Zinc chloride, 7 Alkaline, 8 Rechargeable alkaline, 9 Sodium-sulfur, 10 Flow, 99 Other
State | enum16 | | | | State | 1 Disconnected, 2 Initializing, 3 Connected, 4 Standby, 5 SoC protection, 6 Suspending, 99 Fault
StateVnd | enum16 | | | | Vendor state
WarrDt | uint32 | | | | Warranty date
Evt1 | bitfield32 | | | | Events | ${EVENTS}
Evt2 | bitfield32 | | | | Events 2
EvtVnd1 | bitfield32 | | | | Vendor events 1
EvtVnd2 | bitfield32 | | | | Vendor events 2
V | uint16 | V_SF | V | | Voltage
VMax | uint16 | V_SF | V | | Maximum voltage
VMin | uint16 | V_SF | V | | Minimum voltage
CellVMax | uint16 | CellV_SF | V | | Highest cell voltage
CellVMaxStr | uint16 | | | | String of the highest cell voltage
CellVMaxMod | uint16 | | | | Module of the highest cell voltage
CellVMin | uint16 | CellV_SF | V | | Lowest cell voltage
CellVMinStr | uint16 | | | | String of the lowest cell voltage
CellVMinMod | uint16 | | | | Module of the lowest cell voltage
CellVAvg | uint16 | CellV_SF | V | | Average cell voltage
A | int16 | A_SF | A | | Current
AChaMax | uint16 | AMax_SF | A | | Maximum charge current
ADisChaMax | uint16 | AMax_SF | A | | Maximum discharge current
W | int16 | W_SF | W | | Power
ReqInvState | enum16 | | | | Requested inverter state | 0 No request, 1 Start, 2 Stop
ReqW | int16 | W_SF | W | | Requested power
SetOp | enum16 | | | rw | Operation | 1 Connect, 2 Disconnect
SetInvState | enum16 | | | rw | Inverter state | 1 Stopped, 2 Standby, 3 Started
AHRtg_SF | sunssf
WHRtg_SF | sunssf
WChaDisChaMax_SF | sunssf
DisChaRte_SF | sunssf
SoC_SF | sunssf
DoD_SF | sunssf
SoH_SF | sunssf
V_SF | sunssf
CellV_SF | sunssf
A_SF | sunssf
AMax_SF | sunssf
W_SF | sunssf`)],
];
