import * as fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvCell, csvRow } from '../../../electron/history/csv-row';

describe('csvCell', () => {
  it.each(['=1+1', '+cmd', '-cmd|calc', '@SUM(A1)', '\tx', '\rx', '-1-1', '=', '-'])('keeps a spreadsheet from running %j', (text) => {
    expect(parse(csvRow([text]))).toEqual([[`'${text}`]]);
  });

  it.each(['-5', '+5', '-0.25', '1e-7', '-1.5E+10', '78.5', 'BLR-01', 'a=b', ''])('leaves %j as it is', (text) => {
    expect(csvCell(text)).toBe(text);
  });

  it('is read back as it was by another CSV reader', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 8 }), (cells) => {
        const safe = cells.map((cell) => `x${cell}`);
        const rows = parse(csvRow(safe));
        expect(rows).toEqual([safe]);
      }),
    );
  });
});
