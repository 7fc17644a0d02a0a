import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BatchPump } from '../../../electron/doors/batch-pump';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('sends at once when there is something, and then at most 30 times a second', async () => {
  const pump = new BatchPump();
  let sent = 0;
  pump.start(async () => {
    sent += 1;
  });
  for (let ms = 0; ms < 1000; ms += 1) {
    pump.wake();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(sent).toBeGreaterThanOrEqual(28);
  expect(sent).toBeLessThanOrEqual(30);
  pump.stop();
});

it('sends nothing when there is nothing, and forgets no wake that came before it was started', async () => {
  const pump = new BatchPump();
  pump.wake();
  let sent = 0;
  pump.start(async () => {
    sent += 1;
  });
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

it('waits for a slow reader with one batch, and sends the next when that was taken', async () => {
  const pump = new BatchPump();
  let taken: () => void = () => undefined;
  let sent = 0;
  pump.start(() => {
    sent += 1;
    return new Promise((resolve) => (taken = resolve));
  });
  pump.wake();
  await vi.advanceTimersByTimeAsync(10);
  for (let at = 0; at < 1000; at += 1) pump.wake();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toBe(1);
  taken();
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toBe(2);
  pump.stop();
});

it('ends when the reader has gone', async () => {
  const pump = new BatchPump();
  let sent = 0;
  pump.start(async () => {
    sent += 1;
    throw new Error('gone');
  });
  pump.wake();
  await vi.advanceTimersByTimeAsync(10);
  pump.wake();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
