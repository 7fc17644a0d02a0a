import { defineModel } from '../model-definition';
import type { ModelDefinition } from '../model-definition';

const ENABLED = '0 Disabled, 1 Enabled';
const CONNECTION = '0 Connected, 1 Available, 2 Operating, 3 Test';

/** Models 120 to 124: ratings, settings, status and controls of an inverter, and of its storage. */
export const controlModels: readonly (readonly [id: number, definition: ModelDefinition])[] = [
  [120, defineModel('Nameplate', `
DERTyp | enum16 | | | | Type of DER | 4 PV, 82 PV with storage
WRtg | uint16 | WRtg_SF | W | | Power rating
WRtg_SF | sunssf
VARtg | uint16 | VARtg_SF | VA | | Apparent power rating
VARtg_SF | sunssf
VArRtgQ1 | int16 | VArRtg_SF | var | | Reactive power rating Q1
VArRtgQ2 | int16 | VArRtg_SF | var | | Reactive power rating Q2
VArRtgQ3 | int16 | VArRtg_SF | var | | Reactive power rating Q3
VArRtgQ4 | int16 | VArRtg_SF | var | | Reactive power rating Q4
VArRtg_SF | sunssf
ARtg | uint16 | ARtg_SF | A | | Current rating
ARtg_SF | sunssf
PFRtgQ1 | int16 | PFRtg_SF | cos φ | | Least power factor Q1
PFRtgQ2 | int16 | PFRtg_SF | cos φ | | Least power factor Q2
PFRtgQ3 | int16 | PFRtg_SF | cos φ | | Least power factor Q3
PFRtgQ4 | int16 | PFRtg_SF | cos φ | | Least power factor Q4
PFRtg_SF | sunssf
WHRtg | uint16 | WHRtg_SF | Wh | | Storage energy rating
WHRtg_SF | sunssf
AhrRtg | uint16 | AhrRtg_SF | Ah | | Storage capacity
AhrRtg_SF | sunssf
MaxChaRte | uint16 | MaxChaRte_SF | W | | Maximum charge rate
MaxChaRte_SF | sunssf
MaxDisChaRte | uint16 | MaxDisChaRte_SF | W | | Maximum discharge rate
MaxDisChaRte_SF | sunssf
Pad | pad`)],
  [121, defineModel('Basic settings', `
WMax | uint16 | WMax_SF | W | rw | Maximum power
VRef | uint16 | VRef_SF | V | rw | Voltage at the PCC
VRefOfs | int16 | VRefOfs_SF | V | rw | Offset from PCC to inverter
VMax | uint16 | VMinMax_SF | V | rw | Maximum voltage
VMin | uint16 | VMinMax_SF | V | rw | Minimum voltage
VAMax | uint16 | VAMax_SF | VA | rw | Maximum apparent power
VArMaxQ1 | int16 | VArMax_SF | var | rw | Maximum reactive power Q1
VArMaxQ2 | int16 | VArMax_SF | var | rw | Maximum reactive power Q2
VArMaxQ3 | int16 | VArMax_SF | var | rw | Maximum reactive power Q3
VArMaxQ4 | int16 | VArMax_SF | var | rw | Maximum reactive power Q4
WGra | uint16 | WGra_SF | % WMax/s | rw | Default ramp rate
PFMinQ1 | int16 | PFMin_SF | cos φ | rw | Least power factor Q1
PFMinQ2 | int16 | PFMin_SF | cos φ | rw | Least power factor Q2
PFMinQ3 | int16 | PFMin_SF | cos φ | rw | Least power factor Q3
PFMinQ4 | int16 | PFMin_SF | cos φ | rw | Least power factor Q4
VArAct | enum16 | | | rw | Reactive power on change of charging | 1 Switch, 2 Maintain
ClcTotVA | enum16 | | | rw | Calculation of apparent power | 1 Vector, 2 Arithmetic
MaxRmpRte | uint16 | MaxRmpRte_SF | % WGra | rw | Maximum ramp rate
ECPNomHz | uint16 | ECPNomHz_SF | Hz | rw | Nominal frequency
ConnPh | enum16 | | | rw | Connected phase | 1 A, 2 B, 3 C
WMax_SF | sunssf
VRef_SF | sunssf
VRefOfs_SF | sunssf
VMinMax_SF | sunssf
VAMax_SF | sunssf
VArMax_SF | sunssf
WGra_SF | sunssf
PFMin_SF | sunssf
MaxRmpRte_SF | sunssf
ECPNomHz_SF | sunssf`)],
  [122, defineModel('Measurements and status', `
PVConn | bitfield16 | | | | PV connection | ${CONNECTION}
StorConn | bitfield16 | | | | Storage connection | ${CONNECTION}
ECPConn | bitfield16 | | | | Connection to the grid | 0 Connected
ActWh | acc64 | | Wh | | Lifetime energy
ActVAh | acc64 | | VAh | | Lifetime apparent energy
ActVArhQ1 | acc64 | | varh | | Lifetime reactive energy Q1
ActVArhQ2 | acc64 | | varh | | Lifetime reactive energy Q2
ActVArhQ3 | acc64 | | varh | | Lifetime reactive energy Q3
ActVArhQ4 | acc64 | | varh | | Lifetime reactive energy Q4
VArAval | int16 | VArAval_SF | var | | Reactive power available
VArAval_SF | sunssf
WAval | uint16 | WAval_SF | W | | Power available
WAval_SF | sunssf
StSetLimMsk | bitfield32 | | | | Limits reached | 0 WMax, 1 VAMax, 2 VArAval, 3 VArMaxQ1, 4 VArMaxQ2, 5 VArMaxQ3, 6 VArMaxQ4, 7 PFMinQ1, 8 PFMinQ2, 9 PFMinQ3, 10 PFMinQ4
StActCtl | bitfield32 | | | | Active controls | 0 Fixed W, 1 Fixed var, 2 Fixed PF, 3 Volt-var, 4 Freq-watt parameters, 5 Freq-watt curve, 6 Dynamic reactive current, 7 LVRT, 8 HVRT, 9 Watt-PF, 10 Volt-watt, 12 Scheduled, 13 LFRT, 14 HFRT
TmSrc | string:4 | | | | Time source
Tms | uint32 | | s | | Seconds since 2000-01-01 UTC
RtSt | bitfield16 | | | | Ride-through | 0 LVRT active, 1 HVRT active, 2 LFRT active, 3 HFRT active
Ris | uint16 | Ris_SF | Ω | | Isolation resistance
Ris_SF | sunssf`)],
  [123, defineModel('Immediate controls', `
Conn_WinTms | uint16 | | s | rw | Connection, time window
Conn_RvrtTms | uint16 | | s | rw | Connection, timeout
Conn | enum16 | | | rw | Connection | 0 Disconnect, 1 Connect
WMaxLimPct | uint16 | WMaxLimPct_SF | % WMax | rw | Power limit
WMaxLimPct_WinTms | uint16 | | s | rw | Power limit, time window
WMaxLimPct_RvrtTms | uint16 | | s | rw | Power limit, timeout
WMaxLimPct_RmpTms | uint16 | | s | rw | Power limit, ramp time
WMaxLim_Ena | enum16 | | | rw | Power limit enabled | ${ENABLED}
OutPFSet | int16 | OutPFSet_SF | cos φ | rw | Power factor setpoint
OutPFSet_WinTms | uint16 | | s | rw | Power factor, time window
OutPFSet_RvrtTms | uint16 | | s | rw | Power factor, timeout
OutPFSet_RmpTms | uint16 | | s | rw | Power factor, ramp time
OutPFSet_Ena | enum16 | | | rw | Fixed power factor enabled | ${ENABLED}
VArWMaxPct | int16 | VArPct_SF | % WMax | rw | Reactive power of WMax
VArMaxPct | int16 | VArPct_SF | % VArMax | rw | Reactive power of VArMax
VArAvalPct | int16 | VArPct_SF | % VArAval | rw | Reactive power of VArAval
VArPct_WinTms | uint16 | | s | rw | Reactive power, time window
VArPct_RvrtTms | uint16 | | s | rw | Reactive power, timeout
VArPct_RmpTms | uint16 | | s | rw | Reactive power, ramp time
VArPct_Mod | enum16 | | | rw | Reactive power mode | 0 None, 1 WMax, 2 VArMax, 3 VArAval
VArPct_Ena | enum16 | | | rw | Reactive power enabled | ${ENABLED}
WMaxLimPct_SF | sunssf
OutPFSet_SF | sunssf
VArPct_SF | sunssf`)],
  [124, defineModel('Storage', `
WChaMax | uint16 | WChaMax_SF | W | rw | Maximum charge
WChaGra | uint16 | WChaDisChaGra_SF | % WChaMax/s | rw | Charge ramp
WDisChaGra | uint16 | WChaDisChaGra_SF | % WChaMax/s | rw | Discharge ramp
StorCtl_Mod | bitfield16 | | | rw | Control mode | 0 Charge, 1 Discharge
VAChaMax | uint16 | VAChaMax_SF | VA | rw | Maximum charging VA
MinRsvPct | uint16 | MinRsvPct_SF | % WChaMax | rw | Minimum reserve
ChaState | uint16 | ChaState_SF | % AhrRtg | | State of charge
StorAval | uint16 | StorAval_SF | Ah | | Charge available
InBatV | uint16 | InBatV_SF | V | | Battery voltage
ChaSt | enum16 | | | | Charge status | 1 Off, 2 Empty, 3 Discharging, 4 Charging, 5 Full, 6 Holding, 7 Testing
OutWRte | int16 | InOutWRte_SF | % WDisChaMax | rw | Discharge rate
InWRte | int16 | InOutWRte_SF | % WChaMax | rw | Charge rate
InOutWRte_WinTms | uint16 | | s | rw | Rates, time window
InOutWRte_RvrtTms | uint16 | | s | rw | Rates, timeout
InOutWRte_RmpTms | uint16 | | s | rw | Rates, ramp time
ChaGriSet | enum16 | | | rw | Charging from the grid | 0 PV, 1 Grid
WChaMax_SF | sunssf
WChaDisChaGra_SF | sunssf
VAChaMax_SF | sunssf
MinRsvPct_SF | sunssf
ChaState_SF | sunssf
StorAval_SF | sunssf
InBatV_SF | sunssf
InOutWRte_SF | sunssf`)],
];
