import { expect, it } from 'vitest';
import { showsExpected } from '../../../electron/engine/writing/feedback-watch';

it('knows an expected value again, as far as single precision and the deadband of the point go', () => {
  const shows = (value: number | boolean | bigint | string | null, expected: number | boolean, deadband = 0) => showsExpected(value, expected, { deadband });
  expect([shows(true, true), shows(false, true), shows(1, true)]).toEqual([true, false, false]);
  expect([shows(Math.fround(12.3), 12.3), shows(12.31, 12.3), shows(12.31, 12.3, 0.05), shows(12n, 12)]).toEqual([true, false, true, true]);
  expect([shows(true, 1), shows(null, 1), shows('1', 1)]).toEqual([true, false, false]);
});
