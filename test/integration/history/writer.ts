import { History } from '../../../electron/history/history';
import { GOOD } from '../../../shared/domain/quality';
import type { Recordable } from '../../../electron/history/history';

/** The process that `kill.test.ts` kills: appends a steady stream and prints `<appended> <acknowledged>` each 20 ms. */
const [folder = '', workerUrl = '', perSecond = '', points = ''] = process.argv.slice(2);
const ids = Array.from({ length: Number(points) }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);

const history = History.open({ folder, workerUrl: new URL(workerUrl), retentionDays: 3650, log: { info: () => {}, warn: () => {}, error: console.error, failure: (what, cause) => (console.error(what, cause), what) } });
await history.opened();
const began = performance.now();
const beganMicros = Date.now() * 1000;
let appended = 0;
setInterval(() => {
  const due = Math.floor(((performance.now() - began) / 1000) * Number(perSecond));
  const samples: Recordable[] = [];
  for (; appended < due; appended += 1) {
    samples.push({ pointId: ids[appended % ids.length] ?? '', value: Math.floor(appended / ids.length), raw: null, quality: GOOD, sourceTime: null, receivedTime: beganMicros + appended * 100 });
  }
  history.append(samples);
  process.stdout.write(`${String(appended)} ${String(history.metrics().written)}\n`);
}, 20);
