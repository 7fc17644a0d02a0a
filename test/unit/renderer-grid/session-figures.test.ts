import { describe, expect, it } from 'vitest';
import { ReadingChanges } from '../../../renderer/client/reading-changes';
import { SessionFigures } from '../../../renderer/features/register-map/session-figures';
import { GOOD } from '../../../shared/domain/quality';
import type { Point } from '../../../shared/domain/point';
import type { WireSample } from '../../../shared/domain/sample';
import { makeDevice, makePoint } from '../../support/domain-fixtures';

type Client = ConstructorParameters<typeof SessionFigures>[0];

const point = makePoint({ address: { register: 1 }, scale: 0.1 });
const other = makePoint({ address: { register: 2 } });
const device = makeDevice([]);
const projectWith = (...points: Point[]) => ({ id: 'plant', devices: [{ ...device, points }] });

/** A session from time 1000 on, and what the history was asked. */
function session() {
  const asked: { pointIds: readonly string[]; from: number }[] = [];
  const client = {
    call: (_name: string, input: { pointIds: readonly string[]; from: number }) => {
      asked.push({ pointIds: input.pointIds, from: input.from });
      return Promise.resolve(input.pointIds.map((pointId) => ({ pointId, min: [input.from], max: [input.from + 7] })));
    },
  } as unknown as Client;
  const changes = new ReadingChanges();
  changes.follow(projectWith(point, other), 1000);
  const figures = new SessionFigures(client, 1000, changes, () => undefined);
  const take = (value: number, receivedTime: number): void => figures.take({ pointId: point.id, value, raw: null, quality: GOOD, sourceTime: null, receivedTime } satisfies WireSample);
  return { asked, changes, figures, take };
}

describe('the lowest and highest value of a session', () => {
  it.each([
    ['address', { ...point, address: { register: 9 } }],
    ['type', { ...point, dataType: 'uint16' as const }],
    ['scale', { ...point, scale: 1 }],
    ['offset', { ...point, offset: 5 }],
  ])('begin anew when the %s of the point is changed, and late values of before do not count', (_what, changed) => {
    const { changes, figures, take } = session();
    take(80, 1500);
    changes.follow(projectWith(changed, other), 2000);
    take(81, 1900);
    expect(figures.of(point.id)).toMatchObject({ min: null, max: null, lastGoodAt: null });
    take(8, 2100);
    expect(figures.of(point.id)).toMatchObject({ min: 8, max: 8 });
  });

  it('stay when anything else of the point is changed', () => {
    const { changes, figures, take } = session();
    take(80, 1500);
    changes.follow(projectWith({ ...point, address: { register: 1 }, name: 'Other', unit: 'K' }, other), 2000);
    expect(figures.of(point.id)).toMatchObject({ min: 80, max: 80 });
  });

  it('ask the history only for what came after the change, also from a screen that is opened later', async () => {
    const { asked, changes, figures } = session();
    changes.follow(projectWith({ ...point, scale: 1 }, other), 2000);
    await figures.catchUp([point.id, other.id], 3000);
    expect(asked).toEqual([{ pointIds: [point.id], from: 2000 }, { pointIds: [other.id], from: 1000 }]);
    expect(figures.of(point.id)).toMatchObject({ min: 2000, max: 2007 });
    expect(figures.of(other.id)).toMatchObject({ min: 1000, max: 1007 });
  });

  it('of another project are its own', () => {
    const { changes } = session();
    changes.follow(projectWith({ ...point, scale: 1 }, other), 2000);
    expect(changes.sinceOf(point.id)).toBe(2000);
    changes.follow({ id: 'other', devices: [] }, 2500);
    expect(changes.sinceOf(point.id)).toBeNull();
  });
});
