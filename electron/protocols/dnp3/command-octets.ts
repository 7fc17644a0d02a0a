import { encodeFragment, FUNCTION } from '../../stacks/dnp3';
import type { Command } from '../../stacks/dnp3';
import { hexWords } from '../../../shared/domain/value';
import type { OctetField } from '../../../shared/contract/points';
import type { MadeCommand } from './command-of';

const CONTROL_FIELDS: readonly (readonly [name: string, octets: number, text: (command: Command, title: string) => string])[] = [
  ['Control code', 1, (_command, title) => title],
  ['Count', 1, ({ value }) => `${value.count ?? 1} ${value.count === 1 ? 'time' : 'times'}`],
  ['On time', 4, ({ value }) => `${value.onMs ?? 0} ms`],
  ['Off time', 4, ({ value }) => `${value.offMs ?? 0} ms`],
];

const FUNCTION_WORDS: Readonly<Record<MadeCommand['mode'], string>> = {
  select: '3, select; operate (4) follows with the same objects',
  'two-steps': '3, select; operate (4) follows by the second press, with the same objects',
  direct: '5, direct operate',
  'direct-no-ack': '6, direct operate, no acknowledgement',
};

/**
 * The application fragment of a command field by field, as it will be sent. The sequence number is chosen when it is
 * sent and shown as 0; link header, transport octet and checksums are left out.
 */
export function commandFields({ command, mode, title }: MadeCommand): { readonly fields: OctetField[]; readonly raw: Uint8Array } | { readonly problem: string } {
  const wide = command.index > 0xff;
  const functionCode = mode === 'direct' ? FUNCTION.directOperate : mode === 'direct-no-ack' ? FUNCTION.directOperateNoAck : FUNCTION.select;
  const size = wide ? 2 : 1;
  const block = { group: command.group, variation: command.variation, range: { kind: 'indexed', size, prefix: size, count: 1 } as const, entries: [{ index: command.index, value: command.value }] };
  const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 0 }, functionCode, blocks: [block] });
  if (encoded.kind === 'invalid') return { problem: encoded.reason };
  const { octets } = encoded;
  let at = 0;
  const next = (name: string, length: number, text: string, changed = false): OctetField => {
    const part = octets.subarray(at, at + length);
    at += length;
    return { name, octets: hexWords(part), text, changed };
  };
  const fields = [
    next('Application control', 1, 'first and final fragment; sequence number chosen when it is sent'),
    next('Function', 1, FUNCTION_WORDS[mode]),
    next('Object', 2, command.group === 12 ? 'g12v1, control relay output block' : `g41v${command.variation}, analog output command`),
    next('Qualifier', 1, wide ? 'count and index of two octets' : 'count and index of one octet'),
    next('Count', size, '1 object'),
    next('Index', size, `point ${command.index}`),
  ];
  const from = at;
  if (command.group === 12) for (const [name, length, text] of CONTROL_FIELDS) fields.push(next(name, length, text(command, title), name === 'Control code'));
  else fields.push(next('Value', octets.length - 1 - at, String(command.value.value ?? ''), true));
  const raw = octets.slice(from, at);
  fields.push(next('Status', 1, 'the outstation answers with its own'));
  return { fields, raw };
}
