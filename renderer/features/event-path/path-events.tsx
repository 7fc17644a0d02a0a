import type { EventPath, PathEvent } from '../../../shared/contract/event-path';
import type { Device } from '../../../shared/domain/device';
import { formatClockMs } from '../../components/format/time';
import { milliseconds, sentText, sourceDelayMs } from './path-words';

export interface PathEventsProps {
  readonly device: Device;
  readonly path: EventPath;
  readonly shownAt: (event: PathEvent) => number | undefined;
}

/** The last events, the newest first, each with the times of its way. */
export function PathEvents({ device, path, shownAt }: PathEventsProps) {
  const names = new Map(device.points.map(({ id, name }) => [id, name]));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="path-events" role="region" aria-label="The last events" tabIndex={0}>
      <table className="list">
        <thead>
          <tr>
            <th>Source time</th>
            <th className="num">To here</th>
            <th>Received</th>
            <th>How</th>
            <th className="num">To screen</th>
            <th>Address</th>
            <th>Point</th>
            <th className="num">Value as sent</th>
            <th>Flags</th>
          </tr>
        </thead>
        <tbody>
          {path.newest.toReversed().map((event) => (
            <EventRow key={event.seq} event={event} name={names.get(event.pointId ?? '') ?? ''} clock={path.clock} shown={shownAt(event)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EventRow({ event, name, clock, shown }: { readonly event: PathEvent; readonly name: string; readonly clock: EventPath['clock']; readonly shown: number | undefined }) {
  const delay = sourceDelayMs(event, clock);
  return (
    <tr>
      <td className="tnum">
        {event.sourceTime === null ? <span className="dim">none</span> : formatClockMs(event.sourceTime)}
        {event.synchronized ? null : <span className="text-uncertain"> not synchronized</span>}
      </td>
      <td className="num">{delay === null ? '' : milliseconds(delay)}</td>
      <td className="tnum">{formatClockMs(event.receivedTime)}</td>
      <td>
        {event.how === 'unsolicited' ? 'Unsolicited' : 'Asked for'}
        {event.repeated ? <span className="text-uncertain"> again</span> : null}
      </td>
      <td className="num">{shown === undefined ? <span className="dim">{event.pointId === null ? 'no point' : 'not shown'}</span> : milliseconds((shown - event.receivedTime) / 1000)}</td>
      <td className="mono">{event.address}</td>
      <td>{name}</td>
      <td className="num">{sentText(event.value)}</td>
      <td>{event.flags.join(', ')}</td>
    </tr>
  );
}
