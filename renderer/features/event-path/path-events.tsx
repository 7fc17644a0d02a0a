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
            {path.source === null ? null : (
              <>
                <th>Changed</th>
                <th className="num">To buffer</th>
              </>
            )}
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
            <EventRow key={event.seq} event={event} name={names.get(event.pointId ?? '') ?? ''} path={path} shown={shownAt(event)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EventRow({ event, name, path: { clock, source }, shown }: { readonly event: PathEvent; readonly name: string; readonly path: EventPath; readonly shown: number | undefined }) {
  const { change } = event;
  // The buffer's time is by this computer's clock: nothing has to be taken out.
  const delay = change === null ? sourceDelayMs(event, clock) : (event.receivedTime - change.bufferedAt) / 1000;
  return (
    <tr>
      {source === null ? null : (
        <>
          <td className="tnum">{change === null ? <span className="dim">not known</span> : formatClockMs(change.changedAt)}</td>
          <td className="num">{change === null ? '' : milliseconds((change.bufferedAt - change.changedAt) / 1000)}</td>
        </>
      )}
      <td className="tnum">
        {event.sourceTime === null ? <span className="dim">none</span> : formatClockMs(event.sourceTime)}
        {event.synchronized ? null : <span className="text-uncertain"> not synchronized</span>}
      </td>
      <td className="num">{delay === null ? '' : milliseconds(delay)}</td>
      <td className="tnum">{formatClockMs(event.receivedTime)}</td>
      <td>
        {event.way}
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
