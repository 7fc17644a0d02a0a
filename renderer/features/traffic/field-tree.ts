import type { FrameField } from '../../../shared/contract/frames';
import type { OctetTint } from '../../components/octets/hex-dump';

/** A field with its place in the tree. */
export interface TreeField {
  /** Its place among the fields, as text. */
  readonly id: string;
  readonly at: number;
  readonly field: FrameField;
  readonly hasChildren: boolean;
}

/** Fields with so many under them are closed at first. */
const MANY_CHILDREN = 24;

export function treeFields(fields: readonly FrameField[]): readonly TreeField[] {
  return fields.map((field, at) => ({ id: String(at), at, field, hasChildren: (fields[at + 1]?.level ?? 0) > field.level }));
}

/** Which fields are open before anybody said: the layers, and what has few fields of its own. Bits of one octet stay closed. */
export function openAtFirst(fields: readonly TreeField[]): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { id, at, field, hasChildren } of fields) {
    if (!hasChildren) continue;
    const children = fields.slice(at + 1, endOf(fields, at)).filter((child) => child.field.level === field.level + 1);
    const words = field.length > 1 || field.level === 0;
    if (words && (children.length <= MANY_CHILDREN || field.level === 0) && field.level < 2 && (field.layer !== 'link' || field.level > 0)) open.add(id);
  }
  return open;
}

/** The rows that show: those whose ancestors are all open. */
export function shownFields(fields: readonly TreeField[], open: ReadonlySet<string>): readonly TreeField[] {
  const shown: TreeField[] = [];
  let closedAt = Number.POSITIVE_INFINITY;
  for (const field of fields) {
    const { level } = field.field;
    if (level > closedAt) continue;
    closedAt = field.hasChildren && !open.has(field.id) ? level : Number.POSITIVE_INFINITY;
    shown.push(field);
  }
  return shown;
}

/** The ids of the fields around one, the nearest last. */
export function ancestorsOf(fields: readonly TreeField[], at: number): readonly string[] {
  const found: string[] = [];
  let level = fields[at]?.field.level ?? 0;
  for (let index = at - 1; index >= 0 && level > 0; index -= 1) {
    const field = fields[index];
    if (field === undefined || field.field.level >= level) continue;
    level = field.field.level;
    found.unshift(field.id);
  }
  return found;
}

/** The innermost field over an octet, of such the shortest; undefined where none lies there. */
export function fieldAt(fields: readonly TreeField[], octet: number): TreeField | undefined {
  let best: TreeField | undefined;
  for (const each of fields) {
    const { offset, length, level } = each.field;
    if (octet < offset || octet >= offset + length) continue;
    // A field over a block's border has the checksum within: the checksum itself is nearer.
    if (best === undefined || length < best.field.length || (length === best.field.length && level > best.field.level && !isBit(each, best))) best = each;
  }
  return best;
}

/** Bits of one octet all lie on it: the octet's own field is meant. */
function isBit(inner: TreeField, outer: TreeField): boolean {
  return outer.field.length === 1 && inner.field.length === 1;
}

/** What each octet is for. */
export function tintsOf(fields: readonly FrameField[], octets: number): readonly OctetTint[] {
  const tints = Array.from({ length: octets }, (): OctetTint => 'none');
  const lengths = Array.from({ length: octets }, () => Number.POSITIVE_INFINITY);
  for (const { offset, length, layer } of fields) {
    for (let at = Math.max(0, offset); at < Math.min(octets, offset + length); at += 1) {
      if (length > (lengths[at] ?? 0)) continue;
      lengths[at] = length;
      tints[at] = layer;
    }
  }
  return tints;
}

function endOf(fields: readonly TreeField[], at: number): number {
  const level = fields[at]?.field.level ?? 0;
  const end = fields.findIndex((field, index) => index > at && field.field.level <= level);
  return end < 0 ? fields.length : end;
}
