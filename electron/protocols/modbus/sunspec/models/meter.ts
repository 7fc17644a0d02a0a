import { defineModel } from '../model-definition';
import type { ModelDefinition } from '../model-definition';

const EVENTS = '2 Power failure, 3 Under voltage, 4 Low power factor, 5 Over current, 6 Over voltage, 7 Missing sensor';

/** A quantity and its three phases. */
function phased(name: string, type: string, scaleFactor: string, unit: string, label: string, phase = 'Ph'): string {
  return ['', 'A', 'B', 'C'].map((of) => `${name}${of === '' ? '' : `${phase}${of}`} | ${type} | ${scaleFactor} | ${unit} | | ${label}${of === '' ? '' : ` phase ${of}`}`).join('\n');
}

const ENERGIES = [
  { scaleFactor: 'TotWh_SF', unit: 'Wh', quantities: [['TotWhExp', 'Energy exported'], ['TotWhImp', 'Energy imported']] },
  { scaleFactor: 'TotVAh_SF', unit: 'VAh', quantities: [['TotVAhExp', 'Apparent energy exported'], ['TotVAhImp', 'Apparent energy imported']] },
  {
    scaleFactor: 'TotVArh_SF',
    unit: 'varh',
    quantities: [['TotVArhImpQ1', 'Reactive energy imported Q1'], ['TotVArhImpQ2', 'Reactive energy imported Q2'], ['TotVArhExpQ3', 'Reactive energy exported Q3'], ['TotVArhExpQ4', 'Reactive energy exported Q4']],
  },
] as const;

const VOLTAGES = [['PhV', 'Voltage LN average'], ['PhVphA', 'Voltage AN'], ['PhVphB', 'Voltage BN'], ['PhVphC', 'Voltage CN'], ['PPV', 'Voltage LL average'], ['PPVphAB', 'Voltage AB'], ['PPVphBC', 'Voltage BC'], ['PPVphCA', 'Voltage CA']] as const;
const POWERS = [['W', 'W', 'Active power', 'W_SF'], ['VA', 'VA', 'Apparent power', 'VA_SF'], ['VAR', 'var', 'Reactive power', 'VAR_SF'], ['PF', '', 'Power factor', 'PF_SF']] as const;

/** Scale factors follow the group that they scale; the floating point models have none. */
function table(float: boolean): string {
  const type = float ? 'float32' : 'int16';
  const factor = (name: string): string => (float ? '' : name);
  const own = (name: string): string[] => (float ? [] : [`${name} | sunssf`]);
  return [
    phased('A', type, factor('A_SF'), 'A', 'Current', 'ph'),
    ...own('A_SF'),
    ...VOLTAGES.map(([name, label]) => `${name} | ${type} | ${factor('V_SF')} | V | | ${label}`),
    ...own('V_SF'),
    `Hz | ${type} | ${factor('Hz_SF')} | Hz | | Frequency`,
    ...own('Hz_SF'),
    ...POWERS.flatMap(([name, unit, label, scaleFactor]) => [phased(name, type, factor(scaleFactor), name === 'PF' && !float ? '%' : unit, label, 'ph'), ...own(scaleFactor)]),
    ...ENERGIES.flatMap(({ scaleFactor, unit, quantities }) => [...quantities.map(([name, label]) => phased(name, float ? 'float32' : 'acc32', factor(scaleFactor), unit, label)), ...own(scaleFactor)]),
    `Evt | bitfield32 | | | | Events | ${EVENTS}`,
  ].join('\n');
}

const KINDS = [['single phase', 1], ['split single phase', 2], ['three phase, wye', 3], ['three phase, delta', 4]] as const;

/** Models 201 to 204 and, in floating point, 211 to 214. */
export const meterModels: readonly (readonly [id: number, definition: ModelDefinition])[] = KINDS.flatMap(([kind, number]) => [
  [200 + number, defineModel(`Meter, ${kind}`, table(false))] as const,
  [210 + number, defineModel(`Meter, ${kind} (float)`, table(true))] as const,
]);
