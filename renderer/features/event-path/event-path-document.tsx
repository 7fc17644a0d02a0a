import { useState } from 'react';
import type { Device } from '../../../shared/domain/device';
import { useApp, useNumberFormat } from '../../app/app-context';
import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { useDevice } from '../../app/open-project';
import { useDeviceStatus, useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Select } from '../../components/field/select';
import { formatClock } from '../../components/format/time';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { useDeviceActions } from '../device-actions/use-open-action';
import { PathEvents } from './path-events';
import { PathFigures } from './path-figures';
import { PathSource } from './path-source';
import { clockWords, UNKNOWN_FROM_HERE } from './path-words';
import { useShownTimes } from './use-shown-times';
import '../diagnostics/diagnostics.css';
import './event-path.css';

const REFRESH_MS = 500;

/** The tab that proves the way of events: from the source to the buffer, by itself or asked for, to the screen. */
export function EventPathDocument({ document }: DocumentProps) {
  const device = useDevice(document.id);
  return device === undefined ? <DeviceGone /> : <EventPathView key={device.id} device={device} />;
}

function EventPathView({ device }: { readonly device: Device }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const status = useDeviceStatus(device.id);
  const { data: path, error, reload } = useProcedure('device.eventPath', { deviceId: device.id }, { everyMs: REFRESH_MS });
  const { actions, open } = useDeviceActions(device);
  const [counting, setCounting] = useState('');
  const shownAt = useShownTimes(path?.newest ?? []);
  const measure = actions.find(({ role }) => role === 'measure-clock');
  const off = status?.state === 'connected' ? '' : 'The device is not connected.';
  const begin = (countingPointId: string): void => {
    setCounting(countingPointId);
    void app.attempt('The events could not be counted anew', () => app.client.call('device.resetEventPath', { deviceId: device.id, countingPointId: countingPointId === '' ? null : countingPointId }).then(reload));
  };
  const countable = device.points.filter(({ access, dataType }) => access !== 'write' && dataType !== 'boolean' && dataType !== 'string');
  if (error !== undefined && path === undefined) return <EmptyState title="No events yet">{error.message}</EmptyState>;
  if (path === undefined || path === null) return null;
  const toScreen = path.newest.flatMap((event) => {
    const shown = shownAt(event);
    return shown === undefined ? [] : [(shown - event.receivedTime) / 1000];
  });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="event-path" role="region" aria-label="The way of events" tabIndex={0}>
      <div className="tools">
        <Select label="Counting point" value={counting} choices={[{ value: '', label: 'None' }, ...countable.map(({ id, name }) => ({ value: id, label: name }))]} onChange={begin} />
        <Button onClick={() => begin(counting)}>Count anew</Button>
        {measure === undefined ? null : <Button offReason={off} onClick={() => open(measure)}>{measure.title}</Button>}
        <span className="dim">{`Since ${formatClock(path.since)}`}</span>
      </div>
      <div className="path-cards">
        <PathFigures device={device} path={path} toScreen={toScreen} numbers={numbers} />
      </div>
      <div className="path-notes">
        <Note kind={path.clock === null ? 'uncertain' : 'plain'} title={clockWords(path.clock)} />
        {path.source === null ? <p className="dim">{UNKNOWN_FROM_HERE}</p> : <PathSource source={path.source} />}
      </div>
      {path.newest.length === 0 ? (
        <EmptyState title="No events since then">{`An event comes when a point of class 1, 2 or 3 changes at the device. Choose a point that counts by one at its source, and lost events show as gaps.`}</EmptyState>
      ) : (
        <PathEvents device={device} path={path} shownAt={shownAt} />
      )}
    </div>
  );
}
