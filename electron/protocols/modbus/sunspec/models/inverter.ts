import { defineModel } from '../model-definition';
import type { ModelDefinition } from '../model-definition';

const STATES = '1 Off, 2 Sleeping, 3 Starting, 4 MPPT, 5 Throttled, 6 Shutting down, 7 Fault, 8 Standby';
const EVENTS = '0 Ground fault, 1 DC over voltage, 2 AC disconnect open, 3 DC disconnect open, 4 Grid disconnect, 5 Cabinet open, 6 Manual shutdown, 7 Over temperature, 8 Frequency above limit, 9 Frequency under limit, 10 AC voltage above limit, 11 AC voltage under limit, 12 Blown string fuse, 13 Under temperature, 14 Memory or communication error, 15 Hardware test failure';

const STATE_AND_EVENTS = `
St | enum16 | | | | Operating state | ${STATES}
StVnd | enum16 | | | | Vendor operating state
Evt1 | bitfield32 | | | | Events | ${EVENTS}
Evt2 | bitfield32 | | | | Events 2
EvtVnd1 | bitfield32 | | | | Vendor events 1
EvtVnd2 | bitfield32 | | | | Vendor events 2
EvtVnd3 | bitfield32 | | | | Vendor events 3
EvtVnd4 | bitfield32 | | | | Vendor events 4`;

const INTEGER = `
A | uint16 | A_SF | A | | AC current
AphA | uint16 | A_SF | A | | Current phase A
AphB | uint16 | A_SF | A | | Current phase B
AphC | uint16 | A_SF | A | | Current phase C
A_SF | sunssf
PPVphAB | uint16 | V_SF | V | | Voltage AB
PPVphBC | uint16 | V_SF | V | | Voltage BC
PPVphCA | uint16 | V_SF | V | | Voltage CA
PhVphA | uint16 | V_SF | V | | Voltage AN
PhVphB | uint16 | V_SF | V | | Voltage BN
PhVphC | uint16 | V_SF | V | | Voltage CN
V_SF | sunssf
W | int16 | W_SF | W | | AC power
W_SF | sunssf
Hz | uint16 | Hz_SF | Hz | | Line frequency
Hz_SF | sunssf
VA | int16 | VA_SF | VA | | Apparent power
VA_SF | sunssf
VAr | int16 | VAr_SF | var | | Reactive power
VAr_SF | sunssf
PF | int16 | PF_SF | % | | Power factor
PF_SF | sunssf
WH | acc32 | WH_SF | Wh | | AC energy
WH_SF | sunssf
DCA | uint16 | DCA_SF | A | | DC current
DCA_SF | sunssf
DCV | uint16 | DCV_SF | V | | DC voltage
DCV_SF | sunssf
DCW | int16 | DCW_SF | W | | DC power
DCW_SF | sunssf
TmpCab | int16 | Tmp_SF | °C | | Cabinet temperature
TmpSnk | int16 | Tmp_SF | °C | | Heat sink temperature
TmpTrns | int16 | Tmp_SF | °C | | Transformer temperature
TmpOt | int16 | Tmp_SF | °C | | Other temperature
Tmp_SF | sunssf${STATE_AND_EVENTS}`;

const FLOAT = `
A | float32 | | A | | AC current
AphA | float32 | | A | | Current phase A
AphB | float32 | | A | | Current phase B
AphC | float32 | | A | | Current phase C
PPVphAB | float32 | | V | | Voltage AB
PPVphBC | float32 | | V | | Voltage BC
PPVphCA | float32 | | V | | Voltage CA
PhVphA | float32 | | V | | Voltage AN
PhVphB | float32 | | V | | Voltage BN
PhVphC | float32 | | V | | Voltage CN
W | float32 | | W | | AC power
Hz | float32 | | Hz | | Line frequency
VA | float32 | | VA | | Apparent power
VAr | float32 | | var | | Reactive power
PF | float32 | | % | | Power factor
WH | float32 | | Wh | | AC energy
DCA | float32 | | A | | DC current
DCV | float32 | | V | | DC voltage
DCW | float32 | | W | | DC power
TmpCab | float32 | | °C | | Cabinet temperature
TmpSnk | float32 | | °C | | Heat sink temperature
TmpTrns | float32 | | °C | | Transformer temperature
TmpOt | float32 | | °C | | Other temperature${STATE_AND_EVENTS}`;

const MPPT_EVENTS = '0 Ground fault, 1 Input over voltage, 3 DC disconnect, 5 Cabinet open, 6 Manual shutdown, 7 Over temperature, 12 Blown fuse, 13 Under temperature, 14 Memory loss, 15 Arc detection, 20 Test failed, 21 Input under voltage, 22 Input over current';

/** Models 101 to 103 and 111 to 113 (inverters) and 160 (their DC inputs). */
export const inverterModels: readonly (readonly [id: number, definition: ModelDefinition])[] = [
  [101, defineModel('Inverter, single phase', INTEGER)],
  [102, defineModel('Inverter, split phase', INTEGER)],
  [103, defineModel('Inverter, three phase', INTEGER)],
  [111, defineModel('Inverter, single phase (float)', FLOAT)],
  [112, defineModel('Inverter, split phase (float)', FLOAT)],
  [113, defineModel('Inverter, three phase (float)', FLOAT)],
  [
    160,
    defineModel(
      'DC inputs',
      `
DCA_SF | sunssf
DCV_SF | sunssf
DCW_SF | sunssf
DCWH_SF | sunssf
Evt | bitfield32 | | | | Events | ${MPPT_EVENTS}
N | count | | | | Number of inputs
TmsPer | uint16 | | | | Timestamp period`,
      {
        label: 'Input',
        table: `
ID | uint16 | | | | Input ID
IDStr | string:8 | | | | Input name
DCA | uint16 | DCA_SF | A | | DC current
DCV | uint16 | DCV_SF | V | | DC voltage
DCW | uint16 | DCW_SF | W | | DC power
DCWH | acc32 | DCWH_SF | Wh | | Lifetime energy
Tms | uint32 | | s | | Timestamp
Tmp | int16 | | °C | | Temperature
DCSt | enum16 | | | | Operating state | ${STATES}, 9 Test
DCEvt | bitfield32 | | | | Events | ${MPPT_EVENTS}`,
      },
    ),
  ],
];
