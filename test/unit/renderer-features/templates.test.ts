import { describe, expect, it } from 'vitest';
import { mergeText } from '../../../renderer/features/templates/merge-text';
import { fittingTemplates, movedPlace, NO_TEMPLATE_FILTER } from '../../../renderer/features/templates/template-words';
import type { TemplateSummary } from '../../../shared/contract/templates';

const summary = (vendor: string, model: string, kind: TemplateSummary['kind']): TemplateSummary => ({ id: `product:${model.toLowerCase()}`, own: false, vendor, model, kind, protocol: 'modbus', points: 1, document: { title: `Manual of ${model}`, revision: '1', readAt: 'here', remark: '' } });
const all = [summary('Eastron', 'SDM630', 'meter'), summary('NIBE', 'S1155', 'heat-pump'), summary('Danfoss', 'FC51', 'drive')];
const models = (filter: Partial<typeof NO_TEMPLATE_FILTER>): string[] => fittingTemplates(all, { ...NO_TEMPLATE_FILTER, ...filter }).map(({ model }) => model);

describe('the search among templates', () => {
  it('finds each word in vendor, model, kind or document, in any order', () => {
    expect(models({ text: 'sdm east' })).toEqual(['SDM630']);
    expect(models({ text: 'heat pump' })).toEqual(['S1155']);
    expect(models({ text: 'manual' })).toHaveLength(3);
    expect(models({ text: 'sdm danfoss' })).toEqual([]);
  });

  it('is narrowed by kind and vendor', () => {
    expect(models({ kind: 'drive' })).toEqual(['FC51']);
    expect(models({ vendor: 'NIBE' })).toEqual(['S1155']);
    expect(models({ vendor: 'NIBE', kind: 'drive' })).toEqual([]);
  });

  it('moves in the list by keys, and stays at its ends', () => {
    expect([movedPlace('ArrowDown', 0, 3), movedPlace('ArrowDown', 2, 3), movedPlace('ArrowUp', 0, 3), movedPlace('PageDown', 0, 30), movedPlace('PageUp', 5, 30), movedPlace('End', 0, 3), movedPlace('Home', 2, 3)]).toEqual([1, 2, 0, 10, 0, 2, 0]);
    expect(movedPlace('a', 0, 3)).toBeNull();
  });
});

describe('the words for what taking a template in would do', () => {
  it('name only what there is', () => {
    expect(mergeText({ added: 12, same: 40, changed: 3, rescaled: [], others: 2 })).toBe('12 new, 3 read in another way, 40 as they are, 2 of your own stay');
    expect(mergeText({ added: 0, same: 5, changed: 0, rescaled: [], others: 0 })).toBe('5 as they are');
  });
});
