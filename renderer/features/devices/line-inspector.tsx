import type { Selection } from '../../app/workspace/selection';
import { useApp } from '../../app/app-context';
import { useLineStatus, useOpenProject } from '../../client/hooks';
import { formatDuration } from '../../components/format/age';
import { formatShare } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import './devices.css';

const words = { closed: 'Closed', opening: 'Opening', open: 'Open', failed: 'Failed' } as const;

/** A line: how it stands, how busy it is, who is on it. */
export function LineInspector({ selection }: { readonly selection: Selection }) {
  const id = selection.kind === 'line' ? selection.lineId : '';
  const { workspace } = useApp();
  const open = useOpenProject();
  const status = useLineStatus(id);
  const line = open?.project.lines.find((one) => one.id === id);
  const devices = open?.project.devices.filter((device) => device.lineId === id) ?? [];
  if (!line) return <EmptyState title="The line is gone">It went with its last device. Undo brings it back.</EmptyState>;
  return (
    <>
      <h2 className="pane-head">
        {line.name}
        <span className="sub">line</span>
      </h2>
      <div className="inspect">
        {status?.state === 'failed' ? (
          <div className="inspect-block">
            <Note kind="bad" title="The line can't be opened">
              {status.reason}
            </Note>
          </div>
        ) : null}
        <section className="inspect-block">
          <h3>State</h3>
          <dl className="pairs">
            <dt>State</dt>
            <dd>{status ? words[status.state] : 'Not known yet'}</dd>
            <dt>Load</dt>
            <dd>{status?.load == null ? 'not measured' : formatShare(status.load)}</dd>
            <dt>Round trip</dt>
            <dd>{status?.roundTripMs == null ? 'not measured' : formatDuration(status.roundTripMs)}</dd>
            <dt>Requests</dt>
            <dd>{status ? `${status.requestsPerSecond.toFixed(1)}/s` : '—'}</dd>
          </dl>
        </section>
        <section className="inspect-block">
          <h3>
            Settings <span>{line.protocol}</span>
          </h3>
          <dl className="pairs">
            {Object.entries(line.settings).map(([key, value]) => (value === null || typeof value === 'object' ? null : <Pair key={key} label={key} value={String(value)} />))}
          </dl>
        </section>
        <section className="inspect-block">
          <h3>
            Devices <span>{devices.length}</span>
          </h3>
          {devices.map((device) => (
            <p key={device.id}>
              <button type="button" className="link" onClick={() => workspace.select({ kind: 'device', deviceId: device.id })}>
                {device.deviceId}
              </button>
            </p>
          ))}
        </section>
      </div>
    </>
  );
}

function Pair({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt className="ell" title={label}>
        {label}
      </dt>
      <dd>{value}</dd>
    </>
  );
}
