import type { EventPath, Spread } from '../../../shared/contract/event-path';
import type { Device } from '../../../shared/domain/device';
import { formatCount } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { RoundTripHistogram } from '../diagnostics/round-trip-histogram';
import { milliseconds } from './path-words';

export interface PathFiguresProps {
  readonly device: Device;
  readonly path: EventPath;
  /** From arrival to this screen. */
  readonly toScreen: readonly number[];
  readonly numbers: NumberFormat;
}

/** How many came, by which way, how many are missing; and how long each part of the way took. */
export function PathFigures({ device, path, toScreen, numbers }: PathFiguresProps) {
  const { counting, source } = path;
  const figures: (readonly [label: string, value: number, notable: boolean])[] = [
    ...(source === null ? [] : ([['Changes at the source', source.changes, false], ['Lost on the way', source.lost, source.lost > 0], ['Still waiting', source.waiting, false]] as const)),
    ['Events', path.events, false],
    ...path.ways.map(({ way, events }) => [way, events, false] as const),
    ['Came again', path.repeated, path.repeated > 0],
    ['Responses again, taken once', path.repeatedResponses, path.repeatedResponses > 0],
    ['Buffer overflows told', path.overflows, path.overflows > 0],
    ['States changed without an event', path.changedWithoutEvent, path.changedWithoutEvent > 0],
    ['Without a time', path.withoutTime, false],
    ['Time not synchronized', path.unsynchronized, path.unsynchronized > 0],
  ];
  return (
    <>
      <section className="path-card" aria-label="Counts">
        <h2>Counts</h2>
        <dl className="diagnostics-figures">
          {figures.map(([label, value, notable]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className={notable ? 'notable' : undefined}>{formatCount(value, numbers)}</dd>
            </div>
          ))}
        </dl>
        {counting === null ? null : (
          <p className={counting.lost > 0 ? 'text-uncertain' : undefined}>
            {`${device.points.find(({ id }) => id === counting.pointId)?.name ?? 'The counting point'} counts by one: ${formatCount(counting.events, numbers)} events, ${formatCount(counting.lost, numbers)} lost, ${formatCount(counting.repeated, numbers)} came again${counting.restarts === 0 ? '' : `, ${formatCount(counting.restarts, numbers)} times it began anew`}.`}
          </p>
        )}
      </section>
      <section className="path-card" aria-label="Delays">
        <h2>Delays</h2>
        <table className="depth-table">
          <thead>
            <tr>
              {['From, to', 'Events', 'Least', 'Half in', '95 % in', 'Greatest'].map((title) => (
                <th key={title} scope="col">{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {source === null ? null : (
              <>
                <SpreadRow title="Change to buffer" spread={source.toBuffer} />
                <SpreadRow title="Buffer to here" spread={source.toHere} />
              </>
            )}
            <SpreadRow title="Time in event to here, unsolicited" spread={path.delay.unsolicited} />
            <SpreadRow title="Time in event to here, asked for" spread={path.delay.asked} />
            <SpreadRow title="Here to screen" spread={screenSpread(toScreen)} />
          </tbody>
        </table>
        <RoundTripHistogram bins={path.delay.unsolicited?.histogram ?? path.delay.asked?.histogram ?? []} caption={path.delay.unsolicited === null ? 'Source to here, asked for' : 'Source to here, unsolicited'} />
      </section>
    </>
  );
}

function SpreadRow({ title, spread }: { readonly title: string; readonly spread: Omit<Spread, 'histogram'> | null }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      {spread === null ? <td colSpan={5} className="dim">none yet</td> : [spread.count, ...[spread.min, spread.p50, spread.p95, spread.max].map(milliseconds)].map((cell, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the columns stand still
        <td key={at}>{cell}</td>
      ))}
    </tr>
  );
}

function screenSpread(delays: readonly number[]): Omit<Spread, 'histogram'> | null {
  const sorted = [...delays].sort((one, other) => one - other);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? max;
  return { count: sorted.length, min, p50: at(0.5), p95: at(0.95), max };
}
