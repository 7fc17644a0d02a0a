import { useMemo } from 'react';
import { inventoryReportSchema, type MapSource } from '../../../shared/contract/map-tools';
import type { Device } from '../../../shared/domain/device';
import { useClient } from '../../client/client-context';
import { useJob } from '../../client/use-job';
import { Button } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { JobProgress } from '../../components/note/job-progress';
import { Note } from '../../components/note/note';
import { DiffPane } from './diff-pane';

/** A map beside all that its device has: what only one of the two has, and what the device tells otherwise. */
export function InventoryPane({ device }: { readonly device: Device }) {
  const client = useClient();
  const { state, job, start, cancel } = useJob(inventoryReportSchema);
  const report = state.kind === 'done' ? state.value : null;
  const source = useMemo((): MapSource | null => (report === null ? null : { kind: 'inventory', inventoryId: report.inventoryId }), [report]);
  return (
    <>
      <div className="tools" role="toolbar" aria-label="Tools of the inventory">
        <Button icon="play" variant={report === null ? 'primary' : 'plain'} offReason={state.kind === 'running' ? 'The device is being asked.' : ''} onClick={() => start(() => client.call('map.inventory', { deviceId: device.id }))}>{report === null ? 'Ask for all it has' : 'Ask again'}</Button>
        {report === null ? null : <span className="dim">{`It answered with ${counted(report.points, 'point')}`}</span>}
      </div>
      {state.kind === 'running' ? <div className="compare-notes"><JobProgress title={`Asking ${device.deviceId}`} job={job} onCancel={cancel} /></div> : null}
      {state.kind === 'failed' ? <div className="compare-notes"><Note kind={state.cancelled ? 'plain' : 'bad'} title={state.cancelled ? 'The questions were cancelled' : 'The device could not be asked'} announce>{state.message}</Note></div> : null}
      {state.kind === 'idle' ? <EmptyState title={`What does ${device.deviceId} really have?`}>It is asked for everything, type by type. What only the map has, what only the device has and what the device tells otherwise is listed, to be taken over. Nothing is written.</EmptyState> : null}
      {report === null || report.notes.length === 0 ? null : <div className="compare-notes"><Note kind="plain" title="What else there is to know">{report.notes.map((text) => <p key={text}>{text}</p>)}</Note></div>}
      {source === null ? null : <DiffPane device={device} source={source} />}
    </>
  );
}
