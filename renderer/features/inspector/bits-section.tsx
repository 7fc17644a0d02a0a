import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { WireSample } from '../../../shared/domain/sample';
import { useApp, useNumberFormat } from '../../app/app-context';
import { Button } from '../../components/button/button';
import { NO_VALUE } from '../../components/format/number';
import { bitCountOf, bitReadings, bitsText, wordOf, type BitReading, type NamedBit } from '../../components/format/word-bits';
import { useWordBits } from '../register-map/use-map-rows';

/** The points that are bits of a word; none for other points and where the value is no longer the word itself. */
export function useNamedBits(device: Device, point: Point): readonly NamedBit[] {
  const words = useWordBits(device);
  if (point.scale !== 1 || point.offset !== 0 || point.enumeration.length > 0) return [];
  return (words?.[point.id] ?? []).flatMap(({ pointId, bit, count }) => {
    const part = device.points.find(({ id }) => id === pointId);
    return part === undefined ? [] : [{ bit, count, point: part }];
  });
}

/** The bits of a word that have names, and those that are 1 without one; each name is a link to its point. */
export function BitsSection({ device, point, bits: parts, sample }: { readonly device: Device; readonly point: Point; readonly bits: readonly NamedBit[]; readonly sample: WireSample | undefined }) {
  const app = useApp();
  const numbers = useNumberFormat();
  if (parts.length === 0) return null;
  const word = sample === undefined || sample.quality.level === 'bad' ? null : wordOf(sample.value, point.dataType);
  const size = bitCountOf(point.dataType);
  const readings = word === null ? parts.map((part): BitReading => ({ bits: bitsText(part), name: part.point.name, text: NO_VALUE, set: false, part })) : bitReadings(word, size, parts, numbers);
  return (
    <section className="inspect-block">
      <h3>
        Bits <span>{word === null ? `${size} bits` : `${word.toString(2).replaceAll('0', '').length} of ${size} are 1`}</span>
      </h3>
      <ul className="inspect-bits">
        {readings.map(({ bits, text, set, part }) => (
          <li key={`${bits} ${part?.point.id ?? ''}`} className={set ? 'set' : undefined}>
            <span className="dim num">{bits}</span>
            {part === null ? <span className="dim">no name</span> : (
              <button type="button" className="link ell" title={part.point.name} onClick={() => app.workspace.select({ kind: 'points', deviceId: device.id, pointIds: [part.point.id] })}>
                {part.point.name}
              </button>
            )}
            <span className="num">{text}</span>
          </li>
        ))}
      </ul>
      <div className="inspect-actions">
        <Button onClick={() => app.commands.runById('rows.nameBits')}>Name bits</Button>
      </div>
    </section>
  );
}
