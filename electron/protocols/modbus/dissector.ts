import type { Opaque } from '../../../shared/domain/point';
import { dissect } from '../../stacks/modbus';
import type { ModbusField } from '../../stacks/modbus';
import type { DissectedField, DissectorCapability } from '../protocol';
import { framingOf, lineSettingsSchema } from './line-settings';

/** Takes frames apart for the traffic view, with the library's own dissector. */
export const modbusDissector: DissectorCapability = {
  dissect(octets, direction, lineSettings: Opaque) {
    const settings = lineSettingsSchema.safeParse(lineSettings);
    const framing = settings.success ? framingOf(settings.data) : 'mbap';
    const { summary, fields, problem } = dissect(octets, { framing, direction: direction === 'sent' ? 'request' : 'response' });
    return { summary, problem: problem ?? '', fields: fields.map(fieldOf) };
  },
};

function fieldOf(field: ModbusField): DissectedField {
  const { name, offset, length, text } = field;
  return { name, offset, length, text, children: (field.children ?? []).map(fieldOf) };
}
