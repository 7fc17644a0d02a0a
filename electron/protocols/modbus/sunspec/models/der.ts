import { defineModel } from '../model-definition';
import type { ModelDefinition } from '../model-definition';

const ENABLED = '0 Disabled, 1 Enabled';
const EXCITATION = '0 Over-excited, 1 Under-excited';
const ISLANDING = '0 Uncategorized, 1 Intentional island-capable, 2 Black start-capable, 3 Isochronous-capable';
const ALARMS = '0 Ground fault, 1 DC over voltage, 2 AC disconnect open, 3 DC disconnect open, 4 Grid disconnect, 5 Cabinet open, 6 Manual shutdown, 7 Over temperature, 8 Frequency above limit, 9 Frequency under limit, 10 AC voltage above limit, 11 AC voltage under limit, 12 Blown string fuse, 13 Under temperature, 14 Memory or communication error, 15 Hardware test failure, 16 Manufacturer alarm';

/** The measurements of one phase; the last voltage is to the next phase. */
const phase = (own: string, next: string): string => `
W${own} | int16 | W_SF | W | | Active power ${own}
VA${own} | int16 | VA_SF | VA | | Apparent power ${own}
Var${own} | int16 | Var_SF | var | | Reactive power ${own}
PF${own} | int16 | PF_SF | | | Power factor ${own}
A${own} | int16 | A_SF | A | | Current ${own}
V${own}${next} | uint16 | V_SF | V | | Voltage ${own}-${next}
V${own} | uint16 | V_SF | V | | Voltage ${own}
TotWhInj${own} | uint64 | TotWh_SF | Wh | | Energy injected ${own}
TotWhAbs${own} | uint64 | TotWh_SF | Wh | | Energy absorbed ${own}
TotVarhInj${own} | uint64 | TotVarh_SF | varh | | Reactive energy injected ${own}
TotVarhAbs${own} | uint64 | TotVarh_SF | varh | | Reactive energy absorbed ${own}`;

/** Models 701 to 704, of distributed energy resources after IEEE 1547-2018. */
export const derModels: readonly (readonly [id: number, definition: ModelDefinition])[] = [
  [701, defineModel('DER AC measurement', `
ACType | enum16 | | | | Wiring | 0 Single phase, 1 Split phase, 2 Three phase
St | enum16 | | | | Operating state | 0 Off, 1 On
InvSt | enum16 | | | | Inverter state | 0 Off, 1 Sleeping, 2 Starting, 3 Running, 4 Throttled, 5 Shutting down, 6 Fault, 7 Standby
ConnSt | enum16 | | | | Grid connection | 0 Disconnected, 1 Connected
Alrm | bitfield32 | | | | Alarms | ${ALARMS}
DERMode | bitfield32 | | | | Operation | 0 Grid following, 1 Grid forming, 2 PV clipped
W | int16 | W_SF | W | | Active power
VA | int16 | VA_SF | VA | | Apparent power
Var | int16 | Var_SF | var | | Reactive power
PF | int16 | PF_SF | | | Power factor
A | int16 | A_SF | A | | Current
LLV | uint16 | V_SF | V | | Voltage LL average
LNV | uint16 | V_SF | V | | Voltage LN average
Hz | uint32 | Hz_SF | Hz | | Frequency
TotWhInj | uint64 | TotWh_SF | Wh | | Energy injected
TotWhAbs | uint64 | TotWh_SF | Wh | | Energy absorbed
TotVarhInj | uint64 | TotVarh_SF | varh | | Reactive energy injected
TotVarhAbs | uint64 | TotVarh_SF | varh | | Reactive energy absorbed
TmpAmb | int16 | Tmp_SF | °C | | Ambient temperature
TmpCab | int16 | Tmp_SF | °C | | Cabinet temperature
TmpSnk | int16 | Tmp_SF | °C | | Heat sink temperature
TmpTrns | int16 | Tmp_SF | °C | | Transformer temperature
TmpSw | int16 | Tmp_SF | °C | | Switch temperature
TmpOt | int16 | Tmp_SF | °C | | Other temperature${phase('L1', 'L2')}${phase('L2', 'L3')}${phase('L3', 'L1')}
ThrotPct | uint16 | | % | | Throttling
ThrotSrc | bitfield32 | | | | Throttled by | 0 Max W, 1 Fixed W, 2 Fixed var, 3 Fixed PF, 4 Volt-var, 5 Freq-watt, 6 Dynamic reactive current, 7 LVRT, 8 HVRT, 9 Watt-var, 10 Volt-watt, 11 Scheduled, 12 LFRT, 13 HFRT, 14 Derated
A_SF | sunssf
V_SF | sunssf
Hz_SF | sunssf
W_SF | sunssf
PF_SF | sunssf
VA_SF | sunssf
Var_SF | sunssf
TotWh_SF | sunssf
TotVarh_SF | sunssf
Tmp_SF | sunssf
MnAlrmInfo | string:32 | | | | Manufacturer alarm`)],
  [702, defineModel('DER capacity', `
WMaxRtg | uint16 | W_SF | W | | Active power rating
WOvrExtRtg | uint16 | W_SF | W | | Active power rating, over-excited
WOvrExtRtgPF | uint16 | PF_SF | | | Its power factor, over-excited
WUndExtRtg | uint16 | W_SF | W | | Active power rating, under-excited
WUndExtRtgPF | uint16 | PF_SF | | | Its power factor, under-excited
VAMaxRtg | uint16 | VA_SF | VA | | Apparent power rating
VarMaxInjRtg | uint16 | Var_SF | var | | Reactive power injected rating
VarMaxAbsRtg | uint16 | Var_SF | var | | Reactive power absorbed rating
WChaRteMaxRtg | uint16 | W_SF | W | | Charge rate rating
WDisChaRteMaxRtg | uint16 | W_SF | W | | Discharge rate rating
VAChaRteMaxRtg | uint16 | VA_SF | VA | | Charge rate rating, apparent
VADisChaRteMaxRtg | uint16 | VA_SF | VA | | Discharge rate rating, apparent
VNomRtg | uint16 | V_SF | V | | Nominal voltage rating
VMaxRtg | uint16 | V_SF | V | | Maximum voltage rating
VMinRtg | uint16 | V_SF | V | | Minimum voltage rating
AMaxRtg | uint16 | A_SF | A | | Maximum current rating
PFOvrExtRtg | uint16 | PF_SF | | | Power factor rating, over-excited
PFUndExtRtg | uint16 | PF_SF | | | Power factor rating, under-excited
ReactSusceptRtg | uint16 | S_SF | S | | Reactive susceptance
NorOpCatRtg | enum16 | | | | Normal operating category | 0 A, 1 B
AbnOpCatRtg | enum16 | | | | Abnormal operating category | 0 I, 1 II, 2 III
CtrlModes | bitfield32 | | | | Control modes | 0 Max W, 1 Fixed W, 2 Fixed var, 3 Fixed PF, 4 Volt-var, 5 Freq-watt, 6 Dynamic reactive current, 7 LV trip, 8 HV trip, 9 Watt-var, 10 Volt-watt, 11 Scheduled, 12 LF trip, 13 HF trip
IntIslandCatRtg | bitfield16 | | | | Islanding categories | ${ISLANDING}
WMax | uint16 | W_SF | W | rw | Active power
WMaxOvrExt | uint16 | W_SF | W | rw | Active power, over-excited
WOvrExtPF | uint16 | PF_SF | | rw | Power factor, over-excited
WMaxUndExt | uint16 | W_SF | W | rw | Active power, under-excited
WUndExtPF | uint16 | PF_SF | | rw | Power factor, under-excited
VAMax | uint16 | VA_SF | VA | rw | Apparent power
VarMaxInj | uint16 | Var_SF | var | rw | Reactive power injected
VarMaxAbs | uint16 | Var_SF | var | rw | Reactive power absorbed
WChaRteMax | uint16 | W_SF | W | rw | Charge rate
WDisChaRteMax | uint16 | W_SF | W | rw | Discharge rate
VAChaRteMax | uint16 | VA_SF | VA | rw | Charge rate, apparent
VADisChaRteMax | uint16 | VA_SF | VA | rw | Discharge rate, apparent
VNom | uint16 | V_SF | V | rw | Nominal voltage
VMax | uint16 | V_SF | V | rw | Maximum voltage
VMin | uint16 | V_SF | V | rw | Minimum voltage
AMax | uint16 | A_SF | A | rw | Maximum current
PFOvrExt | uint16 | PF_SF | | rw | Least power factor, over-excited
PFUndExt | uint16 | PF_SF | | rw | Least power factor, under-excited
IntIslandCat | bitfield16 | | | rw | Islanding categories set | ${ISLANDING}
W_SF | sunssf
PF_SF | sunssf
VA_SF | sunssf
Var_SF | sunssf
V_SF | sunssf
A_SF | sunssf
S_SF | sunssf`)],
  [703, defineModel('DER enter service', `
ES | enum16 | | | rw | Permit to enter service | ${ENABLED}
ESVHi | uint16 | V_SF | % | rw | Voltage high threshold
ESVLo | uint16 | V_SF | % | rw | Voltage low threshold
ESHzHi | uint32 | Hz_SF | Hz | rw | Frequency high threshold
ESHzLo | uint32 | Hz_SF | Hz | rw | Frequency low threshold
ESDlyTms | uint32 | | s | rw | Delay
ESRndTms | uint32 | | s | rw | Random delay
ESRmpTms | uint32 | | s | rw | Ramp time
ESDlyRemTms | uint32 | | s | | Delay remaining
V_SF | sunssf
Hz_SF | sunssf`)],
  [704, defineModel('DER AC controls', `
PFWInjEna | enum16 | | | rw | Power factor (injecting) enabled | ${ENABLED}
PFWInjEnaRvrt | enum16 | | | rw | Power factor (injecting) reversion enabled | ${ENABLED}
PFWInjRvrtTms | uint32 | | s | rw | Power factor (injecting) reversion time
PFWInjRvrtRem | uint32 | | s | | Power factor (injecting) time remaining
PFWAbsEna | enum16 | | | rw | Power factor (absorbing) enabled | ${ENABLED}
PFWAbsEnaRvrt | enum16 | | | rw | Power factor (absorbing) reversion enabled | ${ENABLED}
PFWAbsRvrtTms | uint32 | | s | rw | Power factor (absorbing) reversion time
PFWAbsRvrtRem | uint32 | | s | | Power factor (absorbing) time remaining
WMaxLimPctEna | enum16 | | | rw | Power limit enabled | ${ENABLED}
WMaxLimPct | uint16 | WMaxLimPct_SF | % | rw | Power limit
WMaxLimPctRvrt | uint16 | WMaxLimPct_SF | % | rw | Power limit after reversion
WMaxLimPctEnaRvrt | enum16 | | | rw | Power limit reversion enabled | ${ENABLED}
WMaxLimPctRvrtTms | uint32 | | s | rw | Power limit reversion time
WMaxLimPctRvrtRem | uint32 | | s | | Power limit time remaining
WSetEna | enum16 | | | rw | Active power enabled | ${ENABLED}
WSetMod | enum16 | | | rw | Active power mode | 0 Percent of maximum, 1 Watts
WSet | int32 | WSet_SF | W | rw | Active power setpoint
WSetRvrt | int32 | WSet_SF | W | rw | Active power after reversion
WSetPct | int16 | WSetPct_SF | % | rw | Active power setpoint (percent)
WSetPctRvrt | int16 | WSetPct_SF | % | rw | Active power after reversion (percent)
WSetEnaRvrt | enum16 | | | rw | Active power reversion enabled | ${ENABLED}
WSetRvrtTms | uint32 | | s | rw | Active power reversion time
WSetRvrtRem | uint32 | | s | | Active power time remaining
VarSetEna | enum16 | | | rw | Reactive power enabled | ${ENABLED}
VarSetMod | enum16 | | | rw | Reactive power mode | 0 Percent of W max, 1 Percent of var max, 2 Percent of var available, 3 Vars
VarSetPri | enum16 | | | rw | Reactive power priority | 0 Active, 1 Reactive, 2 IEEE 1547, 3 PF, 4 Vendor
VarSet | int32 | VarSet_SF | var | rw | Reactive power setpoint
VarSetRvrt | int32 | VarSet_SF | var | rw | Reactive power after reversion
VarSetPct | int16 | VarSetPct_SF | % | rw | Reactive power setpoint (percent)
VarSetPctRvrt | int16 | VarSetPct_SF | % | rw | Reactive power after reversion (percent)
VarSetEnaRvrt | enum16 | | | rw | Reactive power reversion enabled | ${ENABLED}
VarSetRvrtTms | uint32 | | s | rw | Reactive power reversion time
VarSetRvrtRem | uint32 | | s | | Reactive power time remaining
WRmp | uint16 | | %/s | rw | Active power ramp
WRmpRef | enum16 | | | rw | Ramp reference | 0 A max, 1 V max
VarRmp | uint16 | | %/s | rw | Reactive power ramp
AntiIslEna | enum16 | | | rw | Anti-islanding enabled | ${ENABLED}
PF_SF | sunssf
WMaxLimPct_SF | sunssf
WSet_SF | sunssf
WSetPct_SF | sunssf
VarSet_SF | sunssf
VarSetPct_SF | sunssf
PFWInj.PF | uint16 | PF_SF | | rw | Power factor (injecting)
PFWInj.Ext | enum16 | | | rw | Excitation (injecting) | ${EXCITATION}
PFWInjRvrt.PF | uint16 | PF_SF | | rw | Power factor (injecting) after reversion
PFWInjRvrt.Ext | enum16 | | | rw | Excitation (injecting) after reversion | ${EXCITATION}
PFWAbs.PF | uint16 | PF_SF | | rw | Power factor (absorbing)
PFWAbs.Ext | enum16 | | | rw | Excitation (absorbing) | ${EXCITATION}
PFWAbsRvrt.PF | uint16 | PF_SF | | rw | Power factor (absorbing) after reversion
PFWAbsRvrt.Ext | enum16 | | | rw | Excitation (absorbing) after reversion | ${EXCITATION}`)],
];
