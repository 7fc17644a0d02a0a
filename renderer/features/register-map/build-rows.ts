import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { WordBit } from '../../../shared/contract/word-bits';
import type { NamedBit } from '../../components/format/word-bits';
import type { GroupRow, MapRow, PointRow } from './point-row';

/** By word, the points that are bits of it. */
export type WordBits = Readonly<Record<string, readonly WordBit[]>>;

const NO_WORDS: WordBits = {};
const NO_BITS: readonly NamedBit[] = [];

/** The address field by which points are grouped: the first one, where it is a choice (Modbus: the table). */
export function groupingField(description: ProtocolDescription): SettingField | null {
  const first = description.addressFields[0];
  return first !== undefined && first.kind === 'choice' ? first : null;
}

/**
 * The rows of a device's point list in the order of its points: grouped by table in the order the protocol names the
 * tables, bits under the register that they lie in. Groups without points are left out.
 * @param words what the protocol knows of bits in words; without it bits are told by their addresses
 */
export function buildRows(points: readonly Point[], addresses: Readonly<Record<string, readonly string[]>>, description: ProtocolDescription, words: WordBits = NO_WORDS): PointRow[] {
  const grouping = groupingField(description);
  const groups = new Map<string, PointRow[]>((grouping?.choices ?? []).map((choice) => [choice.value, []]));
  for (const point of points) {
    const named = grouping === null ? '' : point.address[grouping.key];
    const value = typeof named === 'string' ? named : '';
    const rows = groups.get(value) ?? [];
    groups.set(value, rows);
    rows.push({ kind: 'point', key: point.id, point, addresses: addresses[point.id] ?? [], depth: 0, statusWord: false, bits: NO_BITS, group: value });
  }
  return [...groups.values()].flatMap((rows) => withBitsUnderRegisters(rows, words));
}

function withBitsUnderRegisters(rows: readonly PointRow[], words: WordBits): PointRow[] {
  const rowOf = new Map(rows.map((row) => [row.key, row]));
  const wordOf = registersOfBits(rows);
  for (const [word, parts] of Object.entries(words)) for (const { pointId } of parts) wordOf.set(pointId, word);
  const bits = new Map<string, PointRow[]>();
  const own: PointRow[] = [];
  for (const row of rows) {
    const word = wordOf.get(row.key) ?? '';
    if (!rowOf.has(word)) {
      own.push(row);
      continue;
    }
    const list = bits.get(word) ?? [];
    list.push({ ...row, depth: 1 });
    bits.set(word, list);
  }
  return own.flatMap((row) => {
    const under = bits.get(row.key);
    if (under === undefined) return [row];
    const told = words[row.key] ?? [];
    const named = told.flatMap(({ pointId, bit, count }) => {
      const part = rowOf.get(pointId);
      return part === undefined ? [] : [{ bit, count, point: part.point }];
    });
    const placeOf = new Map(told.map(({ pointId }, at) => [pointId, at]));
    const inOrder = under.toSorted((a, b) => (placeOf.get(a.key) ?? told.length) - (placeOf.get(b.key) ?? told.length));
    return [{ ...row, statusWord: isPlainInteger(row.point), bits: named }, ...inOrder];
  });
}

/** The register of each bit by their addresses: a bit's is that of a register of the same group, a dot, and a number; a field of bits has a range. */
function registersOfBits(rows: readonly PointRow[]): Map<string, string> {
  const registers = new Map<string, string>();
  for (const row of rows) {
    const text = row.addresses[0];
    if (text !== undefined && row.point.dataType !== 'boolean' && !registers.has(text)) registers.set(text, row.key);
  }
  return new Map(rows.flatMap((row) => {
    const register = registers.get(registerOfBit(row) ?? '');
    return register === undefined ? [] : [[row.key, register] as const];
  }));
}

function registerOfBit(row: PointRow): string | null {
  const pattern = row.point.dataType === 'boolean' ? /^(.+)\.\d+$/ : /^(.+)\.\d+-\d+$/;
  return pattern.exec(row.addresses[0] ?? '')?.[1] ?? null;
}

function isPlainInteger(point: Point): boolean {
  return /^u?int/.test(point.dataType) && point.scale === 1 && point.offset === 0 && point.enumeration.length === 0;
}

/** Puts a heading over each group. `rows` must hold the rows of a group together. */
export function withHeadings(rows: readonly PointRow[], description: ProtocolDescription): MapRow[] {
  const grouping = groupingField(description);
  if (grouping === null) return [...rows];
  const titles = new Map(grouping.choices.map((choice) => [choice.value, choice.label]));
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.group, (counts.get(row.group) ?? 0) + 1);
  const result: MapRow[] = [];
  let last: string | null = null;
  for (const row of rows) {
    if (row.group !== last) {
      last = row.group;
      const heading: GroupRow = { kind: 'group', key: `group:${row.group}`, title: titles.get(row.group) ?? row.group, count: counts.get(row.group) ?? 0 };
      result.push(heading);
    }
    result.push(row);
  }
  return result;
}
