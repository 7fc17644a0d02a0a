import { expect, it } from 'vitest';
import { ProcedureError } from '../../../shared/contract/answer';
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
  expect(heard).toEqual([`The driver failed. The log file has the cause under ${errorId}.`]);
  expect(log.recent(10)).toMatchObject([{ level: 'error', source: 'BLR-01', deviceId: 'device', errorId }]);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 50, errorId, err: { type: 'TypeError', stack: like.containing('log.test.ts') } });
});

it('tells what it has plain words for, and keeps paths and words of the system in the log file', () => {
  const lines: string[] = [];
  const log = new TenantLog(clock, makeLogger({ write: (line) => void lines.push(line) }));
  const wrong = (code: string) => Object.assign(new Error(`${code}: open '/home/me/data'`), { code });
  const errorIds = [wrong('ENOSPC'), wrong('EXDEV'), new ProcedureError('conflict', 'The project is closed.')].map((cause) => log.failure('Project', 'It could not be saved', cause));
  expect(log.recent(10).map(({ message }) => message)).toEqual([
    `It could not be saved: the disk is full. The log file has the cause under ${errorIds[0]}.`,
    `It could not be saved. The log file has the cause under ${errorIds[1]}.`,
    `It could not be saved: The project is closed. The log file has the cause under ${errorIds[2]}.`,
  ]);
  expect(log.of('History').failure('It is tried again.', wrong('EXDEV'))).not.toContain('/home');
  expect(lines.join('')).toContain('/home/me/data');
});
