import { useState } from 'react';
import type { Inspection } from '../../../shared/contract/points';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useApp, useNumberFormat } from '../../app/app-context';
import { decorate } from '../../components/format/number';
import { useEditOffReason } from '../../app/open-project';

type Reading = Inspection['readings'][number];

/** Readings shown at first; the others are one click away. */
const FIRST = 8;

/** The same octets under every type and order; a click adopts one as the point's definition, which can be undone. */
export function ReadAsSection({ device, point, inspection }: { readonly device: Device; readonly point: Point; readonly inspection: Inspection | null }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const offReason = useEditOffReason();
  const [all, setAll] = useState(false);
  const readings = inspection?.readings ?? [];
  if (readings.length === 0) return null;
  const octets = (inspection?.sample?.raw ?? '').replaceAll(' ', '').length / 2;
  const shown = all ? readings : currentFirst(readings).slice(0, FIRST);
  const adopt = (reading: Reading): void => {
    const next: Point = { ...point, dataType: reading.dataType, address: { ...point.address, ...reading.address } };
    void app.attempt(`${point.name} can't be read so`, async () => {
      await app.client.call('points.update', { deviceId: device.id, points: [next] });
      app.offerUndo(`${point.name} is read as ${reading.label}`);
    });
  };
  return (
    <section className="inspect-block">
      <h3>
        Read as <span>{octets === 0 ? '' : `${octets} octets`}</span>
      </h3>
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
      {readings.length > FIRST ? (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer readings' : `All ${readings.length} readings`}
        </button>
      ) : null}
    </section>
  );
}

function currentFirst(readings: readonly Reading[]): readonly Reading[] {
  return [...readings.filter((reading) => reading.current), ...readings.filter((reading) => !reading.current)];
}
