import { expect, test } from 'vitest';
import { copySimulator } from '../../../electron/engine/simulators/copy-simulator';
import { pointSchema } from '../../../shared/domain/point';
import { simulatorSchema } from '../../../shared/domain/simulator';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const point = (number: number) => pointSchema.parse({ id: id(number), name: `P${number}`, address: {}, dataType: 'float32' });

const original = simulatorSchema.parse({
  id: id(1),
  name: 'Boiler',
  protocol: 'modbus',
  enabled: true,
  ports: [{ id: id(2), settings: { port: 1502 } }],
  units: [
    {
      id: id(3),
      name: 'Unit 1',
      settings: {},
      points: [point(10), point(11), point(12), point(13), point(14)],
      behaviours: {
        [id(10)]: { source: { kind: 'lag', pointId: id(11), timeConstantMs: 1000 } },
        [id(11)]: { source: { kind: 'expression', text: 'a + 1.0', names: { a: id(12) } } },
        [id(12)]: { source: { kind: 'recording', recordingId: id(20), column: 2 } },
        [id(13)]: { source: { kind: 'live', pointId: id(99) } },
      },
    },
  ],
  faults: [{ id: id(30), kind: 'delay' }],
  recordings: [{ id: id(20), name: 'Day', csv: 't,a\n0,1' }],
});

function counting(): () => string {
  let next = 1000;
  return () => id((next += 1));
}

test('a copy has ids of its own throughout, and is off on its own port', () => {
  const copy = copySimulator(original, 'Boiler 2', [{ port: 1503 }], counting());
  const idsOf = (simulator: typeof original): string[] => [simulator.id, ...simulator.ports.map((each) => each.id), ...simulator.units.flatMap((unit) => [unit.id, ...unit.points.map((each) => each.id)]), ...simulator.faults.map((each) => each.id), ...simulator.recordings.map((each) => each.id)];
  expect(idsOf(copy)).toHaveLength(idsOf(original).length);
  expect(idsOf(copy).filter((each) => idsOf(original).includes(each))).toEqual([]);
  expect(copy).toMatchObject({ name: 'Boiler 2', enabled: false, ports: [{ settings: { port: 1503 } }] });
});

test('behaviours of a copy read the points and recordings of the copy, and the same live point', () => {
  const copy = copySimulator(original, 'Boiler 2', [{}], counting());
  const [lag = '', sum = '', played = '', live = ''] = copy.units[0]?.points.map((each) => each.id) ?? [];
  expect(copy.units[0]?.behaviours).toMatchObject({
    [lag]: { source: { kind: 'lag', pointId: sum } },
    [sum]: { source: { names: { a: played } } },
    [played]: { source: { recordingId: copy.recordings[0]?.id } },
    [live]: { source: { pointId: id(99) } },
  });
});
