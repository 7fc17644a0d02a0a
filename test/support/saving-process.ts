/**
 * A process that opens a project and edits it for ever, or a number of times. For each edit that is on the disk it
 * prints its number on a line; tests kill it at any moment, or watch its system calls.
 */
import { writeSync } from 'node:fs';
import { ProjectStore } from '../../electron/project/project-store';
import { TenantLock } from '../../electron/tenancy/tenant-lock';
import type { DriverLog } from '../../electron/protocols/protocol';

const [folder = '', projectId = '', edits = 'Infinity'] = process.argv.slice(2);
const most = Number(edits);
const log: DriverLog = { info: () => undefined, warn: () => undefined, error: (message) => void writeSync(2, `${message}\n`), failure: (what, cause) => (writeSync(2, `${what} ${String(cause)}\n`), what) };
const lock = await TenantLock.acquire({ folder, log });
const store = new ProjectStore({
  folder: `${folder}/projects`,
  clock: { nowMicros: () => Date.now() * 1000, monotonicMs: () => performance.now() },
  log,
  points: { addressKey: (_protocol, point) => JSON.stringify(point.address), checkPoint: () => null },
  access: lock,
  product: 'ThermaCore test',
});
if (lock.readOnly) throw new Error(lock.reason);
const project = await store.open(projectId);
await project.flush();
writeSync(1, `open ${project.recovery}\n`);
const first = Number(/\d+$/.exec(project.project.name)?.[0] ?? 0);
for (let at = 1; at <= most; at += 1) {
  const number = first + at;
  project.edit(`Edit ${number}`, (draft) => {
    draft.name = `Plant ${number}`;
    const device = draft.devices[0];
    if (device) device.description = `Edit ${number}`;
  });
  try {
    await project.flush();
    writeSync(1, `saved ${number}\n`);
  } catch (error) {
    writeSync(1, `refused ${number} ${error instanceof Error ? error.message : ''}\n`);
  }
}
await project.abandon();
await lock.release();
