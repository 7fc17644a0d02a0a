import { OBJECT_GROUPS } from './object-groups';
import { NONE, type Layout, type ObjectKind } from './object-layout';

export type { Layout, ObjectKind } from './object-layout';

export interface ObjectType {
  readonly group: number;
  readonly variation: number;
  readonly name: string;
  readonly kind: ObjectKind;
  readonly layout: Layout;
}

/** Groups whose variation is not a layout but a length or an attribute's number; variation 0 is any. */
const OPEN: readonly { readonly group: number; readonly name: string; readonly kind: ObjectKind; readonly layout: Layout }[] = [
  { group: 0, name: 'Device attribute', kind: 'attribute', layout: { kind: 'attribute' } },
  { group: 110, name: 'Octet string', kind: 'static', layout: { kind: 'string' } },
  { group: 111, name: 'Octet string event', kind: 'event', layout: { kind: 'string' } },
  { group: 112, name: 'Virtual terminal output', kind: 'terminal', layout: { kind: 'string' } },
  { group: 113, name: 'Virtual terminal event', kind: 'event', layout: { kind: 'string' } },
];

/** Every object with a fixed layout, by group and variation. */
export const OBJECT_TYPES: readonly ObjectType[] = OBJECT_GROUPS.flatMap(({ group, name, kind, any, variations }) => [
  ...(any ? [{ group, variation: 0, name: `${name}, any variation`, kind, layout: NONE }] : []),
  ...variations.map(([variation, own, layout]) => ({ group, variation, name: `${name}, ${own}`, kind, layout })),
]);

const BY_NUMBER = new Map(OBJECT_TYPES.map((type) => [type.group * 256 + type.variation, type]));
const OPEN_BY_GROUP = new Map(OPEN.map((open) => [open.group, open]));

/** The object of a group and variation, or undefined when this library does not know it. */
export function objectType(group: number, variation: number): ObjectType | undefined {
  const known = BY_NUMBER.get(group * 256 + variation);
  if (known !== undefined) return known;
  const open = OPEN_BY_GROUP.get(group);
  if (open === undefined || (group === 0 && variation === 0)) return undefined;
  return { group, variation, kind: open.kind, name: `${open.name} ${variation}`, layout: variation === 0 ? NONE : open.layout };
}
