import { dissectFrame } from '../../stacks/dnp3';
import type { Dnp3Field } from '../../stacks/dnp3';
import type { DissectedField, DissectorCapability } from '../protocol';

/** Takes link frames apart for the traffic view, layer by layer, with the library's own dissector. */
export const dnp3Dissector: DissectorCapability = {
  dissect(octets) {
    const { summary, fields, problem } = dissectFrame(octets);
    return { summary, problem: problem ?? '', fields: fields.map(fieldOf) };
  },
};

function fieldOf({ name, offset, length, text, children = [] }: Dnp3Field): DissectedField {
  return { name, offset, length, text, children: children.map(fieldOf) };
}
