import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeProjectFile } from '../../../electron/project/project-file';
import { projectDecoder } from '../../../electron/project/project-decoder';
import { WorkerProjectDecoder } from '../../../electron/project/worker-project-decoder';
import { buildWorkers, type BuiltWorkers } from '../../support/build-workers';
import { deviceWithPoints, makeProject, makeLine } from '../../support/storage-fixtures';

let workers: BuiltWorkers;
let decoder: WorkerProjectDecoder;
beforeAll(async () => {
  workers = await buildWorkers();
  decoder = new WorkerProjectDecoder(new URL('project-decoder-worker.js', workers.url));
});
afterAll(() => workers.remove());

/** A file of more than a megabyte: one long device between empty and short ones. */
function largeFile(): Buffer {
  const project = makeProject(7);
  for (const [at, points] of [0, 4321, 0, 500, 1].entries()) {
    const line = makeLine({ name: `line ${at}` });
    project.lines.push(line);
    project.devices.push(deviceWithPoints(line, points, `D-${at}`));
  }
  return Buffer.from([...encodeProjectFile({ project, savedAt: 1_790_000_000_000_000, label: '' })].join(''));
}

describe('a large project file in the worker', () => {
  it('is what it is in the calling thread: whole, cut short, and with a changed octet', async () => {
    const octets = largeFile();
    expect(octets.length).toBeGreaterThan(1024 * 1024);
    const changed = Buffer.from(octets);
    changed[octets.indexOf('Flow temperature 4000')] = 'f'.charCodeAt(0);
    for (const [what, file] of Object.entries({ whole: octets, cut: octets.subarray(0, octets.length - 20), changed })) {
      const found = await decoder.file(file);
      expect(found, what).toEqual(await projectDecoder.file(file));
      expect(found.problem === null, what).toBe(what === 'whole');
    }
    expect(await decoder.json(octets)).toEqual(await projectDecoder.json(octets));
  });

  it('is refused as in the calling thread where it is something else', async () => {
    const other = { project: { devices: [null, 3, 'x', { points: 'none' }, { points: [] }, { points: [1, null, 'y'.repeat(1_200_000)] }], name: 'n' } };
    for (const text of [JSON.stringify(other), JSON.stringify({ project: { devices: 'z'.repeat(1_200_000) } }), `[${'1,'.repeat(600_000)}1]`, '{'.repeat(1_200_000)]) {
      const octets = Buffer.from(text);
      expect(octets.length).toBeGreaterThan(1024 * 1024);
      expect(await decoder.json(octets)).toEqual(await projectDecoder.json(octets));
    }
  });

  it('keeps the calling thread free while it is read', async () => {
    const octets = largeFile();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await decoder.file(octets);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});
