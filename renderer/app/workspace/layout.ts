import { z } from 'zod';

/** A tab of the work area: a kind that a feature offers, and which thing it shows (a device's id, a trend's). */
export const workDocumentSchema = z.object({ kind: z.string().min(1).max(64), id: z.string().min(1).max(128) });
export type WorkDocument = z.infer<typeof workDocumentSchema>;

export interface TabGroup {
  readonly type: 'group';
  readonly id: string;
  readonly documents: readonly WorkDocument[];
  /** Key of the document that shows; null in an empty group. */
  readonly active: string | null;
}

export interface SplitNode {
  readonly type: 'split';
  readonly direction: 'right' | 'down';
  /** Share of the first part, 0.15 to 0.85. */
  readonly ratio: number;
  readonly first: LayoutNode;
  readonly second: LayoutNode;
}

export type LayoutNode = TabGroup | SplitNode;

export interface Layout {
  readonly root: LayoutNode;
  /** The group that the keyboard is in. */
  readonly activeGroup: string;
}

const groupSchema = z.object({ type: z.literal('group'), id: z.string().max(64), documents: z.array(workDocumentSchema).max(200), active: z.string().nullable() });
const nodeSchema: z.ZodType<LayoutNode> = z.lazy(() =>
  z.union([groupSchema, z.object({ type: z.literal('split'), direction: z.enum(['right', 'down']), ratio: z.number().min(0.15).max(0.85), first: nodeSchema, second: nodeSchema })]),
);
export const layoutSchema: z.ZodType<Layout> = z.object({ root: nodeSchema, activeGroup: z.string() });

export const documentKey = (document: WorkDocument): string => `${document.kind}:${document.id}`;

export function emptyLayout(documents: readonly WorkDocument[] = []): Layout {
  const first = documents[0];
  return { root: { type: 'group', id: 'g1', documents, active: first ? documentKey(first) : null }, activeGroup: 'g1' };
}

export function groupsOf(node: LayoutNode): readonly TabGroup[] {
  return node.type === 'group' ? [node] : [...groupsOf(node.first), ...groupsOf(node.second)];
}

export function activeGroup(layout: Layout): TabGroup {
  const groups = groupsOf(layout.root);
  const found = groups.find((group) => group.id === layout.activeGroup) ?? groups[0];
  if (!found) throw new Error('A layout has at least one group.');
  return found;
}

/** The document that shows in the active group. */
export function activeDocument(layout: Layout): WorkDocument | null {
  const group = activeGroup(layout);
  return group.documents.find((document) => documentKey(document) === group.active) ?? null;
}

function mapGroups(node: LayoutNode, change: (group: TabGroup) => TabGroup | null): LayoutNode | null {
  if (node.type === 'group') return change(node);
  const first = mapGroups(node.first, change);
  const second = mapGroups(node.second, change);
  if (first === null) return second;
  if (second === null) return first;
  return first === node.first && second === node.second ? node : { ...node, first, second };
}

function withRoot(layout: Layout, root: LayoutNode | null): Layout {
  if (root === null) return emptyLayout();
  const groups = groupsOf(root);
  const kept = groups.some((group) => group.id === layout.activeGroup) ? layout.activeGroup : (groups[0]?.id ?? 'g1');
  return { root, activeGroup: kept };
}

/** Shows a document: where it is open already, else as the last tab of the active group. */
export function openDocument(layout: Layout, document: WorkDocument): Layout {
  const key = documentKey(document);
  const holder = groupsOf(layout.root).find((group) => group.documents.some((other) => documentKey(other) === key));
  const target = holder ?? activeGroup(layout);
  const root = mapGroups(layout.root, (group) =>
    group.id === target.id ? { ...group, documents: holder ? group.documents : [...group.documents, document], active: key } : group,
  );
  return { ...withRoot(layout, root), activeGroup: target.id };
}

/** Closes tabs; a group that loses its last tab goes, unless it is the only one. */
export function closeDocuments(layout: Layout, goes: (document: WorkDocument) => boolean): Layout {
  const only = groupsOf(layout.root).length === 1;
  const root = mapGroups(layout.root, (group) => {
    const left = group.documents.filter((document) => !goes(document));
    if (left.length === group.documents.length) return group;
    if (left.length === 0 && !only) return null;
    const at = group.documents.findIndex((document) => documentKey(document) === group.active);
    const stays = left.some((document) => documentKey(document) === group.active);
    const next = stays ? group.active : documentKeyAt(left, Math.min(at, left.length - 1));
    return { ...group, documents: left, active: next };
  });
  return withRoot(layout, root);
}

function documentKeyAt(documents: readonly WorkDocument[], at: number): string | null {
  const document = documents[Math.max(0, at)];
  return document ? documentKey(document) : null;
}

/** Puts the active document of a group into a new group beside it (it stays open in its old place when it is alone there). */
export function splitGroup(layout: Layout, groupId: string, direction: 'right' | 'down'): Layout {
  const ids = groupsOf(layout.root).map((group) => group.id);
  let number = ids.length + 1;
  while (ids.includes(`g${number}`)) number += 1;
  const split = (node: LayoutNode): LayoutNode => {
    if (node.type === 'split') return { ...node, first: split(node.first), second: split(node.second) };
    const moving = node.documents.find((document) => documentKey(document) === node.active);
    if (node.id !== groupId || !moving || node.documents.length < 2) return node;
    const left = node.documents.filter((document) => document !== moving);
    const first: TabGroup = { ...node, documents: left, active: documentKeyAt(left, left.length - 1) };
    const second: TabGroup = { type: 'group', id: `g${number}`, documents: [moving], active: documentKey(moving) };
    return { type: 'split', direction, ratio: 0.5, first, second };
  };
  const root = split(layout.root);
  return { root, activeGroup: groupsOf(root).some((group) => group.id === `g${number}`) ? `g${number}` : layout.activeGroup };
}

/** Sets the share of the split whose first part begins with a group. */
export function resizeSplit(layout: Layout, target: SplitNode, ratio: number): Layout {
  const bounded = Math.max(0.15, Math.min(0.85, ratio));
  const resize = (node: LayoutNode): LayoutNode => {
    if (node.type === 'group') return node;
    if (node === target) return { ...node, ratio: bounded };
    return { ...node, first: resize(node.first), second: resize(node.second) };
  };
  return { ...layout, root: resize(layout.root) };
}

/** The tab `step` places on in the active group, around the ends. */
export function stepTab(layout: Layout, step: 1 | -1): Layout {
  const group = activeGroup(layout);
  const at = group.documents.findIndex((document) => documentKey(document) === group.active);
  const next = group.documents[(at + step + group.documents.length) % group.documents.length];
  return next ? openDocument(layout, next) : layout;
}
