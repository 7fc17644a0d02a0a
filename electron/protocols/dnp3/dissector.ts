import { dissectFragment, dissectFrame, linkFunctionName } from '../../stacks/dnp3';
import type { Dnp3Field, Dnp3Layer } from '../../stacks/dnp3';
import type { FieldLayer } from '../../../shared/contract/frames';
import type { DissectedField, Dissection, DissectionContext, DissectorCapability } from '../protocol';
import { deviceSettingsSchema } from './device-settings';
import { factsOf, partOf, putTogether, type FrameFacts } from './frame-facts';
import { lineSettingsSchema } from './line-settings';
import { PointNames } from './point-names';

/** By which other programs know DNP3. */
const KNOWN_PORT = 20_000;

const LAYERS: Readonly<Record<Dnp3Layer, { readonly name: string; readonly layer: FieldLayer }>> = {
  link: { name: 'Link', layer: 'link' },
  transport: { name: 'Transport', layer: 'link' },
  application: { name: 'Application', layer: 'application' },
  objects: { name: 'Objects', layer: 'data' },
  checksum: { name: 'Checksums', layer: 'check' },
};

/** Takes link frames apart for the traffic view, layer by layer, with the library's own dissector. */
export const dnp3Dissector: DissectorCapability = {
  dissect(octets, _direction, _lineSettings, context = {}): Dissection {
    const brief = context.brief === true;
    const { summary, fields, problem = '' } = dissectFrame(octets, brief);
    const facts = factsOf(octets);
    const names = new PointNames(context.points ?? []);
    return {
      // The stations have a column of their own, and so has the function.
      summary: facts?.summary ?? summary.slice(summary.indexOf(': ') + 2),
      problem,
      notice: problem === '' ? (facts?.notice ?? '') : '',
      station: facts === null ? '' : `Outstation ${facts.outstation}`,
      function: facts?.function ?? '',
      asks: facts?.asks ?? null,
      answers: facts?.answers ?? null,
      part: partOf(octets),
      fields: brief ? [] : layersOf(fields, names, facts),
      assembled: assembledOf(context, names),
    };
  },

  stationOf: (settings) => {
    const address = deviceSettingsSchema.shape.outstationAddress.safeParse(settings['outstationAddress']);
    return address.success ? `Outstation ${address.data}` : '';
  },

  captureForm(settings) {
    const transport = lineSettingsSchema.shape.transport.safeParse(settings['transport']);
    if (transport.data === 'serial') return { kind: 'named', dissector: 'dnp3.udp' };
    return { kind: transport.data === 'udp' ? 'udp' : 'tcp', port: KNOWN_PORT };
  },
};

/** What several frames carry together. A message in one frame stands in that frame already. */
function assembledOf({ together = [] }: DissectionContext, names: PointNames): Dissection['assembled'] {
  if (together.length < 2) return null;
  const octets = putTogether(together);
  if (octets === null) return null;
  const { summary, fields, problem } = dissectFragment(octets);
  return { title: `Fragment of ${octets.length} octets in ${together.length} frames: ${summary}${problem === undefined ? '' : ` (${problem})`}`, octets, fields: layersOf(fields, names, null) };
}

/** Fields under the layer that they belong to; each header of objects stands by itself, and the checksums of all layers last. */
function layersOf(fields: readonly Dnp3Field[], names: PointNames, facts: FrameFacts | null): DissectedField[] {
  const layers: DissectedField[] = [];
  for (const layer of ['link', 'transport', 'application'] as const) {
    const own = fields.filter((field) => field.layer === layer);
    const [first] = own;
    if (first === undefined) continue;
    const last = own.at(-1) ?? first;
    // The transport layer is one octet: its bits are its fields.
    const children = layer === 'transport' ? (first.children ?? []) : own;
    layers.push({ name: LAYERS[layer].name, layer: LAYERS[layer].layer, offset: first.offset, length: last.offset + last.length - first.offset, text: layer === 'transport' ? first.text : titleOf(layer, own, facts), children: children.map((field) => fieldOf(field, names)) });
  }
  const others = fields.filter(({ layer }) => layer === 'objects' || layer === undefined);
  return [...layers, ...others.map((field) => ({ ...fieldOf(field, names), layer: field.layer === undefined ? ('none' as const) : LAYERS[field.layer].layer })), ...checksumsOf(fields, names)];
}

function checksumsOf(fields: readonly Dnp3Field[], names: PointNames): DissectedField[] {
  const own = fields.filter(({ layer }) => layer === 'checksum');
  const [first] = own;
  if (first === undefined) return [];
  const wrong = own.filter(({ text }) => !text.endsWith('(right)')).length;
  const { name, layer } = LAYERS.checksum;
  return [{ name, layer, offset: first.offset, length: first.length, text: wrong === 0 ? `all ${own.length} right` : `${wrong} of ${own.length} wrong`, children: own.map((field) => fieldOf(field, names)) }];
}

function titleOf(layer: 'link' | 'application', fields: readonly Dnp3Field[], facts: FrameFacts | null): string {
  const text = (name: string): string => fields.find((field) => field.name === name)?.text ?? '';
  if (layer === 'application') return [text('Function'), text('Application control')].filter(Boolean).join(', ');
  return `${facts === null ? '' : `${linkFunctionName(facts.primary, facts.linkFunction)}, `}${text('Source')} to ${text('Destination')}`;
}

function fieldOf({ name, offset, length, text, point, children = [] }: Dnp3Field, names: PointNames): DissectedField {
  const known = point === undefined ? '' : names.of(point);
  return { name: known === '' ? name : `${name} ${known}`, offset, length, text, children: children.map((child) => fieldOf(child, names)) };
}
