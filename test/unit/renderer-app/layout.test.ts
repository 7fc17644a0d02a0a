import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { activeDocument, activeGroup, closeDocuments, documentKey, emptyLayout, groupsOf, layoutSchema, openDocument, resizeSplit, splitGroup, stepTab, type Layout, type WorkDocument } from '../../../renderer/app/workspace/layout';

const doc = (id: string): WorkDocument => ({ kind: 'register-map', id });
const keys = (layout: Layout): string[][] => groupsOf(layout.root).map((group) => group.documents.map(documentKey));
const three = ['a', 'b', 'c'].map(doc).reduce(openDocument, emptyLayout());

describe('tabs and splits', () => {
  it('opens a document once, and shows it where it is', () => {
    const again = openDocument(three, doc('a'));
    expect(keys(again)).toEqual([['register-map:a', 'register-map:b', 'register-map:c']]);
    expect(activeDocument(again)).toEqual(doc('a'));
  });

  it('shows the neighbour of a tab that was closed', () => {
    const closed = closeDocuments(three, (document) => document.id === 'c');
    expect(activeDocument(closed)).toEqual(doc('b'));
    const first = closeDocuments(openDocument(three, doc('a')), (document) => document.id === 'a');
    expect(activeDocument(first)).toEqual(doc('b'));
  });

  it('keeps what shows when another tab is closed', () => {
    expect(activeDocument(closeDocuments(three, (document) => document.id === 'a'))).toEqual(doc('c'));
  });

  it('moves the shown tab into a pane beside, and goes there', () => {
    const split = splitGroup(three, 'g1', 'right');
    expect(keys(split)).toEqual([['register-map:a', 'register-map:b'], ['register-map:c']]);
    expect(split.activeGroup).toBe('g2');
    expect(activeDocument(split)).toEqual(doc('c'));
  });

  it('does not split a pane with one tab', () => {
    const one = openDocument(emptyLayout(), doc('a'));
    expect(splitGroup(one, 'g1', 'down')).toEqual(one);
  });

  it('takes a pane away with its last tab, never the last pane', () => {
    const split = splitGroup(three, 'g1', 'right');
    const joined = closeDocuments(split, (document) => document.id === 'c');
    expect(keys(joined)).toEqual([['register-map:a', 'register-map:b']]);
    expect(joined.activeGroup).toBe('g1');
    const none = closeDocuments(joined, () => true);
    expect(keys(none)).toEqual([[]]);
    expect(activeDocument(none)).toBeNull();
  });

  it('goes around the ends of the tabs', () => {
    expect(activeDocument(stepTab(three, 1))).toEqual(doc('a'));
    expect(activeDocument(stepTab(openDocument(three, doc('a')), -1))).toEqual(doc('c'));
  });

  it('keeps a split between 15 and 85 per cent', () => {
    const split = splitGroup(three, 'g1', 'right');
    if (split.root.type !== 'split') throw new Error('not split');
    const resized = resizeSplit(split, split.root, 0.01);
    expect(resized.root).toMatchObject({ ratio: 0.15 });
  });

  it('stays whole whatever is done: every document once, an active group that exists, a form that can be kept', () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant('open' as const), id: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
      fc.record({ act: fc.constant('close' as const), id: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
      fc.record({ act: fc.constantFrom('right' as const, 'down' as const, 'next' as const), id: fc.constant('') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let layout = emptyLayout();
        for (const { act, id } of steps) {
          if (act === 'open') layout = openDocument(layout, doc(id));
          else if (act === 'close') layout = closeDocuments(layout, (document) => document.id === id);
          else if (act === 'next') layout = stepTab(layout, 1);
          else layout = splitGroup(layout, layout.activeGroup, act);
          const all = keys(layout).flat();
          expect(new Set(all).size).toBe(all.length);
          expect(groupsOf(layout.root).map((group) => group.id)).toContain(layout.activeGroup);
          const group = activeGroup(layout);
          expect(group.documents.length === 0 ? group.active === null : group.documents.map(documentKey).includes(group.active ?? '')).toBe(true);
          expect(layoutSchema.parse(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
        }
      }),
    );
  });
});
