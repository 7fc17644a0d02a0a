import { DeviceGone } from '../../app/device-gone';
import { useApp } from '../../app/app-context';
import type { Selection } from '../../app/workspace/selection';
import { useDeviceStatus, useOpenProject, useProcedure } from '../../client/hooks';
import { useStore } from '../../client/store';
import { useNow } from '../../client/use-now';
import { Button } from '../../components/button/button';
import { formatAge, formatDuration } from '../../components/format/age';
import { formatClockMs, formatDateTime } from '../../components/format/time';
import { withFullStop } from '../../components/format/full-stop';
import { Icon } from '../../components/icon';
import { Note } from '../../components/note/note';
import { ConditionNotes } from '../device-actions/condition-notes';
import { useDeviceActions } from '../device-actions/use-open-action';
import { IdentificationSection } from './identification-section';
import { stateWord } from './state-word';
import './devices.css';

/** A device: its state, its last trouble and what to do about it. */
export function DeviceInspector({ selection }: { readonly selection: Selection }) {
  const id = selection.kind === 'device' ? selection.deviceId : '';
  const { commands, session } = useApp();
  const open = useOpenProject();
  const status = useDeviceStatus(id);
  const now = useNow(1000);
  const protocols = useStore(session.protocols);
  const device = open?.project.devices.find((one) => one.id === id);
  const line = open?.project.lines.find((one) => one.id === device?.lineId);
  const { actions, open: openAction } = useDeviceActions(device);
  const explain = actions.find(({ role }) => role === 'explain-silence');
  const said = useProcedure('device.diagnostics', device !== undefined && actions.length > 0 ? { deviceId: device.id } : null, { everyMs: 2000 }).data?.conditions ?? [];
  if (!device) return <DeviceGone />;
  const trouble = status?.state === 'lost' || status?.state === 'error';
  const protocol = protocols.find((one) => one.name === device.protocol);
  const run = (command: string) => () => commands.runById(command);

  return (
    <>
      <h2 className="pane-head">
        {device.deviceId}
        <span className="sub ell">{device.description}</span>
      </h2>
      <div className="inspect">
        {trouble ? (
          <div className="inspect-block">
            <Note
              kind="bad"
              title={status.state === 'error' ? 'The driver failed' : 'Not connected'}
              actions={
                <>
                  <Button variant="primary" onClick={run('device.edit')}>
                    Test the connection
                  </Button>
                  {explain === undefined || status.state !== 'lost' ? null : <Button onClick={() => openAction(explain)}>{explain.title}</Button>}
                  <Button onClick={run('device.diagnostics')}>Look at the counters</Button>
                </>
              }
            >
              {withFullStop(status.reason)}
              {status.nextTryAt === null ? null : <p className="dim">Tried again {status.nextTryAt > now ? `in ${formatAge((status.nextTryAt - now) / 1000)}` : 'now'}.</p>}
              {status.errorId === null ? null : <p className="dim">The log has it under {status.errorId}.</p>}
            </Note>
          </div>
        ) : null}
        <section className="inspect-block">
          <h3>
            Connection <span>{protocol?.title ?? device.protocol}</span>
          </h3>
          <dl className="pairs">
            <dt>State</dt>
            <dd className={trouble ? 'text-bad row' : undefined}>
              {trouble ? <Icon name="q-bad" size="s" /> : null}
              {stateWord(status)}
            </dd>
            <dt>Since</dt>
            <dd>{status ? formatDateTime(status.since) : '—'}</dd>
            <dt>Round trip</dt>
            <dd>{status?.state !== 'connected' ? '—' : status.roundTripMs === null ? 'not measured' : formatDuration(status.roundTripMs)}</dd>
            <dt>Last value</dt>
            <dd>{status?.lastAnswerAt == null ? 'none yet' : `${formatAge((now - status.lastAnswerAt) / 1000)} ago, ${formatClockMs(status.lastAnswerAt)}`}</dd>
            <dt>Line</dt>
            <dd>{line?.name ?? '—'}</dd>
          </dl>
        </section>
        <section className="inspect-block">
          <h3>
            Points <span>{device.points.length}</span>
          </h3>
          <dl className="pairs">
            <dt>Good</dt>
            <dd>{status?.pointsGood ?? '—'}</dd>
            <dt>Bad</dt>
            <dd className={status && status.pointsBad > 0 ? 'text-uncertain' : undefined}>{status?.pointsBad ?? '—'}</dd>
            <dt>Late polls</dt>
            <dd>{status?.latePolls ?? '—'}</dd>
          </dl>
          <div className="inspect-actions">
            <Button onClick={run('device.open')}>{`Open ${(protocol?.pointListTitle ?? 'points').toLowerCase()}`}</Button>
            <Button onClick={run('device.readNow')} keys="F5">
              Read now
            </Button>
            {device.enabled ? <Button onClick={run('device.disconnect')}>Disconnect</Button> : <Button onClick={run('device.connect')}>Connect</Button>}
            <Button onClick={run('device.edit')}>Settings</Button>
            {protocol?.capabilities.includes('request') === true ? <Button onClick={run('device.rawRequest')}>Send a request by hand</Button> : null}
          </div>
        </section>
        {status?.state === 'connected' && said.length > 0 ? (
          <section className="inspect-block col">
            <h3>State it reports</h3>
            <ConditionNotes device={device} conditions={said} />
          </section>
        ) : null}
        {protocol?.capabilities.includes('identify') === true ? <IdentificationSection key={device.id} deviceId={device.id} /> : null}
        {device.findings.length === 0 ? null : (
          <section className="inspect-block">
            <h3>
              Learned from the device <span>{device.findings.length}</span>
            </h3>
            <ul className="col">
              {device.findings.slice(0, 20).map((finding) => (
                <li key={finding.key}>{finding.message}</li>
              ))}
            </ul>
            {device.findings.length > 20 ? <p className="dim">and {device.findings.length - 20} more, in the problems panel</p> : null}
            <div className="inspect-actions">
              <Button onClick={run('device.clearFindings')}>Forget them and try again</Button>
            </div>
          </section>
        )}
      </div>
    </>
  );
}
