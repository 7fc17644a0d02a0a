import { expect, it } from 'vitest';
import { superviseDriver } from '../../../electron/engine/devices/supervised-driver';
import type { Driver } from '../../../electron/protocols/protocol';
import { like } from '../../support/like';
import { makePoint } from '../../support/domain-fixtures';

const clock = { nowMicros: () => 5, monotonicMs: () => 0 };
const broken = new TypeError('x is undefined');
const watch = { signal: new AbortController().signal, onSelected: () => undefined };
const point = makePoint({});

function driverWith(part: Pick<Driver, 'command' | 'act'>): { driver: Driver; failures: unknown[] } {
  const failures: unknown[] = [];
  const bare: Driver = {
    connect: () => undefined,
    disconnect: () => Promise.resolve(),
    setPoints: () => undefined,
    diagnostics: () => {
      throw new Error('nobody asks');
    },
    roundTripMs: () => null,
    close: () => Promise.resolve(),
    ...part,
  };
  return { driver: superviseDriver(bare, clock, (cause) => failures.push(cause)), failures };
}

const held = (operate: () => Promise<never>) => ({ outcome: 'selected' as const, durationMs: 3, holdsMs: 10_000, lapsed: new Promise<string>(() => undefined), operate, cancel: () => undefined });
const command = (part: Partial<NonNullable<Driver['command']>>): NonNullable<Driver['command']> => ({
  form: () => null,
  isFeedbackOf: () => false,
  prepare: () => {
    throw new Error('nobody asks');
  },
  execute: () => Promise.reject(broken),
  select: () => Promise.reject(broken),
  ...part,
});

it('tells of a driver that fails in a command, whole or in its first step', async () => {
  const { driver, failures } = driverWith({ command: command({}) });
  expect(await driver.command?.execute(point, 1, {}, watch)).toMatchObject({ outcome: 'no_answer', message: like.containing('The driver failed') });
  expect(await driver.command?.select(point, 1, {}, watch)).toMatchObject({ outcome: 'no_answer' });
  expect(failures).toEqual([broken, broken]);
});

it('tells of a driver that fails in the second step of a command', async () => {
  const { driver, failures } = driverWith({ command: command({ select: () => Promise.resolve(held(() => Promise.reject(broken))) }) });
  const selected = await driver.command?.select(point, 1, {}, watch);
  if (selected?.outcome !== 'selected') throw new Error('not selected');
  expect(selected).toMatchObject({ durationMs: 3, holdsMs: 10_000 });
  expect(await selected.operate()).toMatchObject({ outcome: 'no_answer' });
  expect(failures).toEqual([broken]);
});

it('tells of a driver that fails in an action', async () => {
  const { driver, failures } = driverWith({ act: { run: () => Promise.reject(broken) } });
  expect(await driver.act?.run({ action: 'restart', values: {} }, watch.signal)).toMatchObject({ outcome: 'no_answer', time: 5, rows: [] });
  expect(failures).toEqual([broken]);
});
