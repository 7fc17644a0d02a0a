import { describe, expect, it } from 'vitest';
import { growingDevice } from '../../../electron/engine/devices/growing-device';
import { makeDevice, makePoint } from '../../support/domain-fixtures';

describe('a device that is taken in', () => {
  it('comes at once when it is small', () => {
    const device = makeDevice([makePoint()]);
    expect([...growingDevice(device)]).toEqual([device]);
  });

  it('comes in portions when it has many points, each with the points of the one before, and is itself at last', () => {
    const device = { ...makeDevice([]), points: Array.from({ length: 12_000 }, () => makePoint()) };
    const steps = [...growingDevice(device)];
    expect(steps.map(({ points }) => points.length)).toEqual([5000, 10_000, 12_000]);
    expect(steps[1]?.points[4999]).toBe(device.points[4999]);
    expect(steps.at(-1)).toBe(device);
  });
});
