import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { History } from '../../../electron/history/history';
import { GOOD, bad } from '../../../shared/domain/quality';
import { buildWorkers } from '../../support/build-workers';
import type { Recordable } from '../../../electron/history/history';
import type { Quality } from '../../../shared/domain/quality';
import type { Value } from '../../../shared/domain/value';
import type { BuiltWorkers } from '../../support/build-workers';

const SECOND = 1_000_000;
/** Whole microseconds that are no whole milliseconds. */
const T0 = Math.floor(Date.now() / 86_400_000) * 86_400_000_000 - 86_400_000_000 + 123;

let workers: BuiltWorkers;
let folder: string;
let logged: string[];
/** What goes to the log file only. */
let causes: string[];
const open: History[] = [];

beforeAll(async () => {
  workers = await buildWorkers();
});
afterAll(() => {
  workers.remove();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  logged = [];
  causes = [];
});
afterEach(async () => {
  for (const history of open.splice(0)) await history.close();
  rmSync(folder, { recursive: true, force: true });
});

function openingHistory(retentionDays = 365): History {
  const log = { info: () => {}, warn: (message: string) => logged.push(message), error: (message: string) => logged.push(message), failure: (what: string, cause: unknown) => (causes.push(String(cause)), logged.push(what), `${what} E-1`) };
  const history = History.open({ folder, workerUrl: new URL('history-worker.js', workers.url), retentionDays, log });
  open.push(history);
  return history;
}

async function openHistory(retentionDays?: number): Promise<History> {
  const history = openingHistory(retentionDays);
  await history.opened();
  return history;
}

const sample = (pointId: string, time: number, value: Value, quality: Quality = GOOD, sourceTime: number | null = null): Recordable => ({
  pointId, value, raw: null, quality, sourceTime, receivedTime: time,
});

const sine = (pointId: string, count: number, step = SECOND, from = T0): Recordable[] =>
  Array.from({ length: count }, (_, at) => sample(pointId, from + at * step, 50 + 40 * Math.sin(at / 300)));

const exportText = async (history: History, points: { pointId: string; device?: string; point?: string; unit?: string }[], from = 0, to = Number.MAX_SAFE_INTEGER): Promise<string> => {
  const path = join(folder, 'x.csv');
  const request = { path, points: points.map((point) => ({ device: 'BLR-01', point: 'T', unit: '°C', ...point })), from, to };
  const size = await history.exportCsv(request, () => {}, new AbortController().signal);
  const octets = readFileSync(path);
  expect(octets.length).toBe(size);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets);
};

/** Overwrites the first page of a table or an index, as a failing disk does. */
function overwritePage(path: string, name: string): void {
  const db = new Database(path);
  const { rootpage } = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name) as { rootpage: number };
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  const octets = readFileSync(path);
  octets.fill(0x5a, (rootpage - 1) * 8192, rootpage * 8192);
  writeFileSync(path, octets);
}

describe('history', () => {
  it('gives back every sample of a short span as it was, with its microseconds, also after it is closed and opened', async () => {
    const id = randomUUID();
    const samples = sine(id, 100);
    const check = async (history: History) => {
      const [series] = await history.range({ pointIds: [id], from: T0, to: T0 + 100 * SECOND, buckets: 200 });
      expect(series?.raw).toBe(true);
      expect(series?.times).toEqual(samples.map(({ receivedTime }) => receivedTime));
      expect(series?.mean).toEqual(samples.map(({ value }) => value));
    };
    const history = await openHistory();
    history.append(samples);
    await check(history);
    await history.close();
    await check(await openHistory());
  });

  it('takes samples in while it is still being opened, answers when it is, and loses none when it is closed at once', async () => {
    const id = randomUUID();
    const history = openingHistory();
    history.append(sine(id, 100));
    const [series] = await history.range({ pointIds: [id], from: T0, to: T0 + 100 * SECOND, buckets: 200 });
    expect(series?.times).toHaveLength(100);
    await history.close();
    const again = openingHistory();
    again.append(sine(id, 50, SECOND, T0 + 100 * SECOND));
    await again.close();
    expect(await openingHistory().stats()).toMatchObject({ samples: 150 });
    expect(logged).toEqual([]);
  });

  it('keeps every peak when it thins: each bucket has the min, max and mean of its samples', async () => {
    const id = randomUUID();
    const history = await openHistory();
    const samples = sine(id, 20_000);
    samples[7777] = sample(id, samples[7777]!.receivedTime, 999);
    samples[12_345] = sample(id, samples[12_345]!.receivedTime, -999);
    for (let at = 0; at < samples.length; at += 5000) history.append(samples.slice(at, at + 5000));
    for (const buckets of [20, 200, 1000, 4000]) {
      const [series] = await history.range({ pointIds: [id], from: T0, to: T0 + 20_000 * SECOND, buckets });
      expect(series?.raw).toBe(false);
      expect(series!.times.length).toBeLessThanOrEqual(buckets);
      expect(Math.max(...series!.max.map(Number))).toBe(999);
      expect(Math.min(...series!.min.map(Number))).toBe(-999);
      const width = (20_000 * SECOND) / buckets;
      const peak = series!.times[series!.max.indexOf(999)] ?? 0;
      expect(Math.abs(peak - samples[7777].receivedTime)).toBeLessThanOrEqual(2 * width);
      for (const [at, mean] of series!.mean.entries()) {
        expect(mean).toBeGreaterThanOrEqual(series!.min[at]!);
        expect(mean).toBeLessThanOrEqual(series!.max[at]!);
      }
      const weighed = series!.mean.reduce<number>((sum, mean) => sum + mean!, 0) / series!.mean.length;
      expect(weighed).toBeCloseTo(samples.reduce((sum, { value }) => sum + Number(value), 0) / samples.length, 0);
    }
  });

  it('reads raw samples where it is zoomed, whichever chunk they are in', async () => {
    const id = randomUUID();
    const history = await openHistory();
    const samples = sine(id, 9000);
    history.append(samples);
    for (const begin of [0, 3590, 7195, 8950]) {
      const [series] = await history.range({ pointIds: [id], from: T0 + begin * SECOND, to: T0 + (begin + 20) * SECOND, buckets: 100 });
      const first = Math.max(0, begin - 1);
      expect(series?.times).toEqual(samples.slice(first, begin + 22).map(({ receivedTime }) => receivedTime));
    }
  });

  it('gives the samples before and after a span that has none of its own, so that a held value is drawn through it', async () => {
    const id = randomUUID();
    const history = await openHistory();
    history.append([sample(id, T0, 5), sample(id, T0 + 60 * SECOND, 5)]);
    const [series] = await history.range({ pointIds: [id], from: T0 + 20 * SECOND, to: T0 + 30 * SECOND, buckets: 100 });
    expect(series).toMatchObject({ raw: true, times: [T0, T0 + 60 * SECOND], mean: [5, 5] });
  });

  it('names spans without good values with their reason, thinned and raw, and draws nothing there', async () => {
    const id = randomUUID();
    const history = await openHistory();
    const samples = sine(id, 8000).map((entry, at) =>
      at >= 3000 && at < 5000 ? sample(id, entry.receivedTime, null, bad(at < 4000 ? 'No answer' : 'Exception 2')) : entry,
    );
    history.append(samples);
    const gaps = [
      { from: T0 + 3000 * SECOND, to: T0 + 4000 * SECOND, reason: 'No answer' },
      { from: T0 + 4000 * SECOND, to: T0 + 5000 * SECOND, reason: 'Exception 2' },
    ];
    const [thinned] = await history.range({ pointIds: [id], from: T0, to: T0 + 8000 * SECOND, buckets: 500 });
    expect(thinned?.gaps).toEqual(gaps);
    const inside = thinned!.times.map((time, at) => [time, thinned!.max[at]] as const).filter(([time]) => time > T0 + 3020 * SECOND && time < T0 + 4980 * SECOND);
    expect(inside.every(([, max]) => max === null)).toBe(true);
    expect(inside.length).toBeGreaterThan(0);
    const [raw] = await history.range({ pointIds: [id], from: T0 + 3500 * SECOND, to: T0 + 3600 * SECOND, buckets: 500 });
    expect(raw?.gaps).toEqual([{ from: T0 + 3500 * SECOND, to: T0 + 3600 * SECOND, reason: 'No answer' }]);
    expect(raw?.mean.every((value) => value === null)).toBe(true);
  });

  it('says that nothing was recorded between two sessions', async () => {
    const id = randomUUID();
    let history = await openHistory();
    const now = Date.now() * 1000;
    history.append([sample(id, now - 3 * SECOND, 1), sample(id, now - 2 * SECOND, 2)]);
    await history.close();
    history = await openHistory();
    const later = Date.now() * 1000 + 5 * SECOND;
    history.append([sample(id, later, 3)]);
    const [series] = await history.range({ pointIds: [id], from: now - 10 * SECOND, to: later + SECOND, buckets: 100 });
    expect(series?.gaps).toEqual([{ from: now - 2 * SECOND, to: later, reason: 'Not recorded' }]);
    expect(series?.mean).toEqual([1, 2, null, 3]);
  });

  it('keeps every kind of value exactly, through a restart', async () => {
    const id = randomUUID();
    const values: Value[] = [1.5, Number.NaN, null, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n, true, false, 'RUN', '', 'ä "quoted", text', new Uint8Array([1, 2, 255]), -0.1, 'again'];
    let history = await openHistory();
    history.append(values.map((value, at) => sample(id, T0 + at * SECOND, value, value === null ? bad('No answer', ['COMM_LOST']) : GOOD, at === 4 ? T0 - 7 : null)));
    await history.close();
    history = await openHistory();
    const rows = (await exportText(history, [{ pointId: id }])).split('\r\n').slice(1, -1);
    expect(rows.map((row) => row.replace(/^[^,]*,BLR-01,T,(.*),°C,(good|bad),.*$/, '$1'))).toEqual([
      '1.5', 'NaN', '', '9223372036854775807', '-9223372036854775808', '18446744073709551615', 'true', 'false', 'RUN', '', '"ä ""quoted"", text"', 'AQL/', '-0.1', 'again',
    ]);
    expect(rows[2]).toMatch(/,bad,No answer,$/);
    expect(rows[4]).toMatch(/good,,.*\.000116Z$/);
  });

  it('exports ISO 8601 times and quotes cells that a spreadsheet would run', async () => {
    const id = randomUUID();
    const history = await openHistory();
    history.append([sample(id, 1_790_000_000_123_456, '=HYPERLINK("http://x")'), sample(id, 1_790_000_001_000_000, -5)]);
    const text = await exportText(history, [{ pointId: id, device: '@SUM(A1)', point: '-cmd', unit: '+' }]);
    expect(text).toBe(
      '\uFEFFtime,device,point,value,unit,quality,reason,source time\r\n' +
        '2026-09-21T14:13:20.123456Z,\'@SUM(A1),\'-cmd,"\'=HYPERLINK(""http://x"")",\'+,good,,\r\n' +
        "2026-09-21T14:13:21.000Z,'@SUM(A1),'-cmd,-5,'+,good,,\r\n",
    );
  });

  it('ends an export that is cancelled and goes on with everything else', async () => {
    const id = randomUUID();
    const history = await openHistory();
    history.append(sine(id, 150_000));
    await history.flush();
    const end = new AbortController();
    const shown: number[] = [];
    const running = history.exportCsv(
      { path: join(folder, 'x.csv'), points: [{ pointId: id, device: 'D', point: 'P', unit: '' }], from: 0, to: Number.MAX_SAFE_INTEGER },
      (done) => {
        shown.push(done);
        end.abort();
      },
      end.signal,
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(shown.length).toBeGreaterThan(0);
    expect((await history.stats()).samples).toBe(150_000);
    expect(readdirSync(folder)).not.toContain('x.csv');
  });

  it('exports a day of ten points at 1 Hz, more than fits into one answer, without holding it in memory', { timeout: 120_000 }, async () => {
    const history = await openHistory();
    const ids = Array.from({ length: 10 }, () => randomUUID());
    for (let from = 0; from < 86_400; from += 10_800) {
      for (const id of ids) history.append(sine(id, 10_800, SECOND, T0 + from * SECOND));
      await history.flush();
    }
    const path = join(folder, 'day.csv');
    const points = ids.map((pointId, at) => ({ pointId, device: 'BLR-01', point: `Temperature ${String(at)}`, unit: '°C' }));
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 20);
    const size = await history.exportCsv({ path, points, from: 0, to: Number.MAX_SAFE_INTEGER }, () => {}, new AbortController().signal);
    clearInterval(watch);
    expect(size).toBeGreaterThan(48 * 1024 * 1024);
    let rows = -1;
    for await (const chunk of createReadStream(path)) if (Buffer.isBuffer(chunk)) for (const octet of chunk) if (octet === 0x0a) rows += 1;
    expect(rows).toBe(864_000);
    expect(statSync(path).size).toBe(size);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(most).toBeLessThan(size);
  });

  it('forgets what is older than the retention and keeps the rest', async () => {
    const [old, young] = [randomUUID(), randomUUID()];
    const now = Date.now() * 1000;
    let history = await openHistory();
    history.append([...sine(old, 4000, SECOND, now - 30 * 86_400 * SECOND), ...sine(young, 4000, SECOND, now - 4000 * SECOND)]);
    await history.close();
    history = await openHistory();
    expect((await history.stats()).samples).toBe(8000);
    history.setRetention(7);
    await expect.poll(async () => (await history.stats()).samples).toBe(4000);
    expect((await history.stats()).oldest).toBe(now - 4000 * SECOND);
    const [series] = await history.range({ pointIds: [old], from: 0, to: now, buckets: 100 });
    expect(series?.times).toEqual([]);
  });

  it('sets a damaged file aside, says so, and begins a new one', async () => {
    writeFileSync(join(folder, 'history.db'), 'this was a database once'.repeat(500));
    const history = await openHistory();
    expect(logged.join()).toMatch(/damaged.*renamed to .*history-damaged-.*nothing was deleted/);
    history.append([sample(randomUUID(), T0, 1)]);
    await history.flush();
    expect((await history.stats()).samples).toBe(1);
    const aside = readdirSync(folder).find((name) => name.startsWith('history-damaged-') && name.endsWith('.db'));
    expect(readFileSync(join(folder, aside!), 'utf8')).toContain('this was a database once');
  });

  it('says what of the last session is damaged, and keeps the rest', async () => {
    const id = randomUUID();
    let history = await openHistory();
    for (const at of [0, 1, 2]) {
      history.append([sample(id, T0 + at * SECOND, at)]);
      await history.flush();
    }
    await history.close();
    const db = new Database(join(folder, 'history.db'));
    db.exec("UPDATE journal SET samples = x'0102' WHERE seq = 2");
    db.close();
    history = await openHistory();
    expect(logged.join()).toContain("1 stretches of the last session's samples are damaged");
    const [series] = await history.range({ pointIds: [id], from: T0, to: T0 + 2 * SECOND, buckets: 10 });
    expect(series?.mean).toEqual([0, 2]);
  });

  it('leaves out a damaged stretch of the history, says so, and shows the rest', async () => {
    const id = randomUUID();
    let history = await openHistory();
    history.append(sine(id, 7200));
    await history.flush();
    await expect.poll(async () => { await history.flush(); return new Database(join(folder, 'history.db')).prepare('SELECT count(*) AS n FROM chunk').get(); }).toMatchObject({ n: 2 });
    await history.close();
    const db = new Database(join(folder, 'history.db'));
    db.exec("UPDATE chunk_samples SET times = x'01' WHERE chunk = 1");
    db.close();
    history = await openHistory();
    const rows = (await exportText(history, [{ pointId: id }])).split('\r\n').slice(1, -1);
    expect(rows).toHaveLength(3600);
    expect(logged.join()).toContain('1 stretches of the history are damaged');
  });

  it.each([
    ['a batch is stored', 'sqlite_autoindex_point_1'],
    ['samples are brought into chunks', 'chunk_samples'],
  ])('begins a new file when damage shows while %s, and goes on recording', async (_, part) => {
    let history = await openHistory();
    history.append(sine(randomUUID(), 4000));
    await history.close();
    history = await openHistory();
    // The chunks of the last session are made now.
    await expect.poll(() => new Database(join(folder, 'history.db')).prepare('SELECT count(*) AS n FROM chunk').get()).toMatchObject({ n: 2 });
    await history.close();
    overwritePage(join(folder, 'history.db'), part);
    history = await openHistory();
    const id = randomUUID();
    history.append(sine(id, 4000));
    await history.flush();
    await expect.poll(() => logged.join(), { timeout: 5000 }).toContain('The history file is damaged');
    history.append([sample(id, T0 - SECOND, 1)]);
    await history.flush();
    expect(history.metrics()).toMatchObject({ pending: 0, dropped: 0, error: null });
    const [series] = await history.range({ pointIds: [id], from: T0 - 2 * SECOND, to: T0 - SECOND, buckets: 10 });
    expect(series?.mean).toContain(1);
    expect(readdirSync(folder).some((name) => name.startsWith('history-damaged-'))).toBe(true);
  });

  it('leaves a file of a newer version as it is, records nothing, and says why', async () => {
    const path = join(folder, 'history.db');
    const db = new Database(path);
    db.exec('CREATE TABLE of_the_future (x); PRAGMA user_version = 99;');
    db.close();
    const before = readFileSync(path);
    const history = await openHistory();
    expect(history.metrics().error).toContain('newer version');
    history.append([sample(randomUUID(), T0, 1)]);
    await expect(history.range({ pointIds: [randomUUID()], from: 0, to: 1, buckets: 10 })).rejects.toThrow('newer version');
    await history.close();
    expect(readFileSync(path)).toEqual(before);
  });

  it('says in plain words that its file can not be opened, and leaves the words of SQLite and the path to the log file', async () => {
    mkdirSync(join(folder, 'history.db'));
    const history = await openHistory();
    expect(history.metrics().error).toBe('The history file could not be opened; it is tried again. E-1');
    expect(causes.join()).toMatch(/unable to open|SQLITE|database/i);
    await expect(history.stats()).rejects.toThrow('The history file could not be opened; it is tried again. E-1');
    expect(logged.join()).not.toContain(folder);
    expect(logged).toHaveLength(1);
  });

  it('drops and counts what the buffer can not hold, and says so', async () => {
    const path = join(folder, 'history.db');
    const db = new Database(path);
    db.exec('PRAGMA user_version = 99;');
    db.close();
    const history = await openHistory();
    history.append(sine(randomUUID(), 200_500));
    expect(history.metrics()).toMatchObject({ pending: 200_000, dropped: 500 });
    expect(logged.join()).toContain('500 samples were not recorded');
  });

  it('does not record samples that acquisition holds back', async () => {
    const id = randomUUID();
    const history = await openHistory();
    history.append([sample(id, T0, 1), { ...sample(id, T0 + SECOND, 1), record: false }]);
    await history.flush();
    expect((await history.stats()).samples).toBe(1);
  });
});
