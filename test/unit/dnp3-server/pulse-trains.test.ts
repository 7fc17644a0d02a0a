import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PulseTrains } from '../../../electron/protocols/dnp3/server/pulse-trains';

let trains: PulseTrains;
let seen: [ms: number, on: boolean][];
const note = (on: boolean): void => void seen.push([Date.now(), on]);
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  trains = new PulseTrains();
  seen = [];
});
afterEach(() => {
  trains.close();
  vi.useRealTimers();
});

it('is on and off for their times, as often as told, and ends at rest', () => {
  trains.start('a', { count: 2, onMs: 30, offMs: 70, active: true }, note);
  expect(trains.isRunning('a')).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([[0, true], [30, false], [100, true], [130, false]]);
  expect(trains.isRunning('a')).toBe(false);
});

it('pulses off where that is asked for', () => {
  trains.start('a', { count: 1, onMs: 30, offMs: 0, active: false }, note);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([[0, false], [30, true]]);
});

it('does nothing more once it is cancelled or another takes its place', () => {
  trains.start('a', { count: 5, onMs: 10, offMs: 10, active: true }, note);
  trains.start('a', { count: 1, onMs: 50, offMs: 0, active: true }, note);
  vi.advanceTimersByTime(20);
  trains.cancel('a');
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([[0, true], [0, true]]);
});

it('does not end the longest pulse that a control can ask for at once', () => {
  trains.start('a', { count: 1, onMs: 4_294_967_295, offMs: 0, active: true }, note);
  vi.advanceTimersByTime(86_400_000);
  expect(seen).toEqual([[0, true]]);
  expect(trains.isRunning('a')).toBe(true);
});
