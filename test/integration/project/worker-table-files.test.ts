import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPointList } from '../../../electron/project/point-list/export-point-list';
import { previewPointList } from '../../../electron/project/point-list/preview-point-list';
import { WorkerTableFiles } from '../../../electron/project/point-list/worker-table-files';
import { buildWorkers, type BuiltWorkers } from '../../support/build-workers';
import { makeDevice, makePoint } from '../../support/domain-fixtures';
import { listProtocol } from '../../support/point-list-fixtures';

const points = Array.from({ length: 10_000 }, (_, at) => makePoint({ name: `Flow temperature ${at}`, address: { table: 'holding', address: at, topic: 'plant/boiler' }, sensorType: 'temperature', unit: '°C', scale: 0.1 }));

let workers: BuiltWorkers;
beforeAll(async () => {
  workers = await buildWorkers();
});
afterAll(() => workers.remove());

describe('point lists in a worker', () => {
  for (const format of ['csv', 'xlsx', 'clipboard'] as const) {
    it(`10,000 points go out as ${format} and come back the same`, async () => {
      const files = new WorkerTableFiles(new URL('point-list-worker.js', workers.url));
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const started = performance.now();
      const content = await exportPointList({ points, protocol: listProtocol, format, files });
      const exported = performance.now();
      const preview = await previewPointList({ content, format, device: makeDevice(points), protocol: listProtocol, files });
      const read = performance.now();
      delay.disable();
      process.stdout.write(`${format}: ${content.byteLength} octets, out ${Math.round(exported - started)} ms, in ${Math.round(read - exported)} ms, event loop p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, max ${(delay.max / 1e6).toFixed(1)} ms\n`);
      expect(preview.rows).toHaveLength(10_000);
      expect(preview.rows.filter(({ action }) => action !== 'same')).toEqual([]);
    });
  }

  it('tells a file that is no table in words, and takes the next one', async () => {
    const files = new WorkerTableFiles(new URL('point-list-worker.js', workers.url));
    const read = (content: Buffer, format: 'csv' | 'xlsx') => previewPointList({ content, format, device: makeDevice([]), protocol: listProtocol, files });
    await expect(read(Buffer.from('no workbook'), 'xlsx')).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining('no XLSX workbook') as string });
    expect((await read(Buffer.from('name,address,data_type\nA,1,uint16\n'), 'csv')).rows[0]?.action).toBe('add');
  });
});
