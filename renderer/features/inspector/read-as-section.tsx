import { useState } from 'react';
import type { Inspection } from '../../../shared/contract/points';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useApp, useNumberFormat } from '../../app/app-context';
import { decorate } from '../../components/format/number';
import { groupBy } from '../../components/group-by';
import { useEditOffReason } from '../../app/open-project';

type Reading = Inspection['readings'][number];

/** Readings shown at first; the others are one click away. */
const FIRST = 8;

/**
 * The same octets under every type and order: how they are read now and what looks as if it were meant, then all by group.
 * A click adopts one as the point's definition, which can be undone.
 */
export function ReadAsSection({ device, point, inspection }: { readonly device: Device; readonly point: Point; readonly inspection: Inspection | null }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const offReason = useEditOffReason();
  const [all, setAll] = useState(false);
  const readings = inspection?.readings ?? [];
  if (readings.length === 0) return null;
  const octets = (inspection?.sample?.raw ?? '').replaceAll(' ', '').length / 2;
  const adopt = (reading: Reading): void => {
    const next: Point = { ...point, dataType: reading.dataType, address: { ...point.address, ...reading.address } };
    void app.attempt(`${point.name} can't be read so`, async () => {
      await app.client.call('points.update', { deviceId: device.id, points: [next] });
      app.offerUndo(`${point.name} is read as ${reading.label}`);
    });
  };
  const list = (shown: readonly Reading[]) => (
    <ul className="read-as">
      {shown.map((reading) => (
        <li key={reading.label}>
          <button
            type="button"
            aria-pressed={reading.current}
            aria-disabled={offReason !== '' || reading.current}
            title={reading.current ? 'How the point is read now' : offReason || `Read ${point.name} as ${reading.label}`}
            onClick={() => {
              if (offReason === '' && !reading.current) adopt(reading);
            }}
          >
            <span>{reading.label}</span>
            <span className="num">{decorate(reading.value, numbers)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <section className="inspect-block">
      <h3>
        Read as <span>{octets === 0 ? '' : `${octets} octets`}</span>
      </h3>
      {all
        ? [...groupBy(readings, (reading) => reading.group)].map(([group, members]) => (
            <div key={group}>
              <h4 className="read-as-group">{group}</h4>
              {list(members)}
            </div>
          ))
        : list(firstReadings(readings))}
      {readings.length > FIRST ? (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer readings' : `All ${readings.length} readings`}
        </button>
      ) : null}
    </section>
  );
}

/** The present reading, then likely ones; one of each group before a second of any, so that no group hides another. */
function firstReadings(readings: readonly Reading[]): readonly Reading[] {
  const likely = readings.filter((reading) => reading.likely && !reading.current);
  const rounds = [...groupBy(likely, (reading) => reading.group).values()];
  const turns = Array.from({ length: FIRST }, (_, turn) => rounds.flatMap((members) => members.slice(turn, turn + 1))).flat();
  const rest = readings.filter((reading) => !reading.current && !reading.likely);
  const picked = new Set([...readings.filter((reading) => reading.current), ...turns, ...rest].slice(0, FIRST));
  return readings.filter((reading) => picked.has(reading));
}
