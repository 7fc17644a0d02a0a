import { describe, expect, it } from 'vitest';
import { MODELS } from '../../../../electron/protocols/modbus/sunspec/models';
import { defineModel, lengthOf } from '../../../../electron/protocols/modbus/sunspec/model-definition';

/** Lengths as the Alliance's model files state them (`len`). */
const LENGTHS: Record<number, number> = {
  1: 66, 101: 50, 102: 50, 103: 50, 111: 60, 112: 60, 113: 60, 120: 26, 121: 30, 122: 44, 123: 24, 124: 24, 160: 8,
  201: 105, 202: 105, 203: 105, 204: 105, 211: 124, 212: 124, 213: 124, 214: 124, 701: 153, 702: 50, 703: 17, 704: 65, 802: 62,
};

describe('the SunSpec models', () => {
  it('are as long as the model files say', () => {
    expect(Object.fromEntries(Array.from(MODELS, ([id, { points }]) => [id, lengthOf(points)]))).toEqual(LENGTHS);
    const inputs = MODELS.get(160)?.repeating;
    expect(inputs && lengthOf(inputs.points)).toBe(20);
  });

  it.each([
    [103, 'W', 12], [103, 'WH', 22], [103, 'Tmp_SF', 35], [103, 'Evt1', 38], [113, 'St', 46], [113, 'Evt1', 48],
    [120, 'MaxDisChaRte_SF', 24], [121, 'ConnPh', 19], [122, 'Tms', 39], [123, 'WMaxLimPct', 3], [123, 'VArPct_SF', 23], [124, 'ChaSt', 9],
    [203, 'V_SF', 13], [203, 'TotWhImp', 44], [203, 'TotVArhExpQ4', 94], [203, 'Evt', 103], [213, 'TotWhExp', 58], [213, 'TotVArhExpQ4', 114],
    [701, 'Hz', 15], [701, 'VL1L2', 44], [701, 'TotWhInjL3', 92], [701, 'A_SF', 111], [701, 'MnAlrmInfo', 121], [702, 'WMax', 24], [702, 'S_SF', 49], [704, 'WSet', 22], [704, 'PFWInj.PF', 57], [802, 'V', 32], [802, 'W_SF', 61],
  ] as const)('have in model %i the point %s at offset %i', (id, name, offset) => {
    expect(MODELS.get(id)?.points.find((point) => point.name === name)?.offset).toBe(offset);
  });

  it('scale by factors that they have themselves', () => {
    const missing = Array.from(MODELS).flatMap(([id, { points, repeating }]) => {
      const factors = new Set<string | null>(points.filter(({ type }) => type === 'sunssf').map(({ name }) => name));
      const scaled = [...points, ...(repeating?.points ?? [])].filter(({ scaleFactor }) => scaleFactor !== null);
      return scaled.filter(({ scaleFactor }) => !factors.has(scaleFactor)).map(({ name }) => `${id}.${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('have no name twice and every symbol with a label', () => {
    for (const [id, { points, repeating }] of MODELS) {
      for (const block of [points, repeating?.points ?? []]) {
        expect(new Set(block.map(({ name }) => name)).size, String(id)).toBe(block.length);
        for (const { symbols } of block) for (const { label } of symbols) expect(label).not.toBe('');
      }
    }
  });

  it('can not be defined by a line that is none', () => {
    expect(() => defineModel('Bad', 'A | uint17')).toThrow(/no point/);
  });
});
