import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportPointList } from '../../../../electron/project/point-list/export-point-list';
import { previewPointList } from '../../../../electron/project/point-list/preview-point-list';
import { tableFiles } from '../../../../electron/project/point-list/table-files';
import { pointSchema } from '../../../../shared/domain/point';
import { makeDevice } from '../../../support/domain-fixtures';
import { listProtocol, pointsArbitrary } from '../../../support/point-list-fixtures';

const runs = { csv: 60, clipboard: 60, xlsx: 15 } as const;

describe('a point list loses no field on the way round', () => {
  for (const format of ['csv', 'clipboard', 'xlsx'] as const) {
    it(`as ${format}: into the same device every row is the same, into an empty one every point comes back whole`, async () => {
      await fc.assert(
        fc.asyncProperty(pointsArbitrary, async (points) => {
          for (const point of points) expect(pointSchema.parse(point)).toEqual(point);
          const content = await exportPointList({ points, protocol: listProtocol, format, files: tableFiles });
          const into = { content, format, protocol: listProtocol, files: tableFiles };
          const same = await previewPointList({ ...into, device: makeDevice(points) });
          expect(same.unknownColumns).toEqual([]);
          expect(same.rows.map(({ action, problems }) => ({ action, problems }))).toEqual(points.map(() => ({ action: 'same', problems: [] })));
          const fresh = await previewPointList({ ...into, device: makeDevice([]) });
          expect(fresh.rows.map(({ point }) => point)).toEqual(points);
          expect(new Set(fresh.rows.map(({ action }) => action))).toEqual(new Set(['add']));
        }),
        { numRuns: runs[format], seed: 20_261_124 },
      );
    }, 60_000);
  }
});
