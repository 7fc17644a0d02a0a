import { expect, it } from 'vitest';
import { LogRing } from '../../../electron/engine/log/log-ring';
import { makeLogger } from '../../../electron/engine/log/make-logger';
import { TenantLog } from '../../../electron/engine/log/tenant-log';
import { like } from '../../support/like';

const clock = { nowMicros: () => 7, monotonicMs: () => 0 };

it('keeps the newest entries in order, however many come', () => {
  const ring = new LogRing(5);
  for (let at = 1; at <= 12; at += 1) ring.add({ time: at, level: 'info', source: '', message: String(at), deviceId: at % 2 ? 'odd' : null, errorId: null });
  expect(ring.recent(100).map(({ seq }) => seq)).toEqual([8, 9, 10, 11, 12]);
  expect(ring.recent(2).map(({ message }) => message)).toEqual(['11', '12']);
  expect(ring.recent(100, 'odd').map(({ seq }) => seq)).toEqual([9, 11]);
});

it('writes JSON lines without secrets, wherever they stand in what is logged', () => {
  const lines: string[] = [];
  const logger = makeLogger({ write: (line) => void lines.push(line) });
  logger.info({ password: 'geheim', settings: { mqtt_password: 'geheim', host: 'a' }, request: { headers: { authorization: 'Bearer geheim', cookie: 'geheim' } }, deep: { er: { still: { token: 'geheim' } } } }, 'connected');
  expect(lines.join('')).not.toContain('geheim');
  expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'connected', settings: { host: 'a' } });
});

it('gives a failure an id that people can read out, under which the cause stands', () => {
  const lines: string[] = [];
  const log = new TenantLog(clock, makeLogger({ write: (line) => void lines.push(line) }));
  const heard: string[] = [];
  log.onEntry(({ message }) => heard.push(message));
  const errorId = log.failure('BLR-01', 'The driver failed', new TypeError('x is undefined'), 'device');
  expect(errorId).toMatch(/^E-[0-9A-F]{8}$/);
  expect(heard).toEqual([`The driver failed (${errorId}): x is undefined`]);
  expect(log.recent(10)).toMatchObject([{ level: 'error', source: 'BLR-01', deviceId: 'device', errorId }]);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 50, errorId, err: { type: 'TypeError', stack: like.containing('log.test.ts') } });
});
