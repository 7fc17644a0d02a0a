import { useMemo, useState } from 'react';
import { useLive } from '../../client/client-context';
import { useOpenProject, useWriting } from '../../client/hooks';
import { useAllKeyed, useStore } from '../../client/store';
import { useNow } from '../../client/use-now';
import { classes } from '../../components/classes';
import { formatBytes } from '../../components/format/bytes';
import { counted, formatCount } from '../../components/format/number';
import { formatClock, formatUtcOffset } from '../../components/format/time';
import { Icon } from '../../components/icon';
import { useApp, useNumberFormat } from '../app-context';
import { protocolCounts, type ProtocolCount } from './protocol-counts';

/** Lasting states; an item is tinted only when it is abnormal, and a click opens the cause. */
export function StatusBar() {
  const app = useApp();
  const open = useOpenProject();
  const link = useStore(app.client.link);
  const session = useStore(app.session.session);
  const system = useStore(app.session.system);
  return (
    <footer className="status-bar" aria-label="Status" data-region="Status bar">
      {link === 'connected' ? null : (
        <span className="status-item status-uncertain" role="status">
          <Icon name="q-unc" size="s" />
          {link === 'lost' ? 'The engine does not answer' : 'Connecting to the engine'}
        </span>
      )}
      {open ? <Connections /> : <span className="status-item">{open === null ? 'No project open' : 'Reading the project'}</span>}
      <span className="status-space" />
      {system?.standInRuntime === true ? (
        <button type="button" className="status-item status-uncertain" onClick={() => app.commands.runById('help.about')} title={`Runs on ${system.runtime}, which is out of support and gets no security updates. It stands in where the product's own runtime could not be had: for a first look, not for a plant.`}>
          <Icon name="q-unc" size="s" />
          Stand-in runtime
        </button>
      ) : null}
      {open ? <Rates /> : null}
      {open ? <Recording /> : null}
      {open ? <Saved /> : null}
      {session?.permissions.includes('write') === true && open ? <Writing /> : null}
      <span className="status-item status-optional-2">
        <Icon name="user" size="s" />
        {session?.user ?? 'Nobody yet'}
      </span>
      <Clock />
    </footer>
  );
}

function Connections() {
  const app = useApp();
  const open = useOpenProject();
  const statuses = useAllKeyed(useLive().devices);
  const protocols = useStore(app.session.protocols);
  const project = open?.project;
  const counts = useMemo(
    () => (project ? protocolCounts(project, statuses, new Map(protocols.map((protocol) => [protocol.name, protocol.title] as const))) : []),
    [project, statuses, protocols],
  );
  if (counts.length === 0) return <span className="status-item">No devices yet</span>;
  return counts.map((count) => <Connection key={count.protocol} count={count} />);
}

function Connection({ count }: { readonly count: ProtocolCount }) {
  const { workspace } = useApp();
  const [worst] = [...count.lost, ...count.troubled];
  const state = count.lost.length > 0 ? 'bad' : count.troubled.length > 0 ? 'uncertain' : 'well';
  const show = (): void => {
    if (worst === undefined) {
      workspace.openScreen('devices');
      return;
    }
    workspace.openScreen('devices');
    workspace.select({ kind: 'device', deviceId: worst });
    workspace.showDock('problems');
  };
  return (
    <button type="button" className={classes('status-item', state === 'bad' && 'status-bad', state === 'uncertain' && 'status-uncertain')} onClick={show}>
      {state === 'well' ? null : <Icon name={state === 'bad' ? 'q-bad' : 'q-unc'} size="s" />}
      {count.title}
      {count.wanted === 0 ? (
        <span>off</span>
      ) : (
        <span className="status-count">
          {count.connected}/{count.wanted}
          {state === 'uncertain' ? `, ${count.troubled.length} with bad points` : ''}
        </span>
      )}
    </button>
  );
}

function Rates() {
  const metrics = useStore(useLive().metrics);
  const format = useNumberFormat();
  const lateNow = useRoseLately(metrics?.latePolls ?? 0);
  if (!metrics) return null;
  return (
    <span className={classes('status-item', 'status-figures', 'status-optional-3', lateNow && 'status-uncertain')} title="Points, samples a second, polls that began later than their interval allows since the start; marked while there were some within the last minute">
      {counted(metrics.points, 'point', format)}, {formatCount(metrics.samplesPerSecond, format)}/s, {formatCount(metrics.latePolls, format)} late
    </span>
  );
}

const LATELY_MICROS = 60e6;

/** Whether a counter went up within the last minute: what was late once, an hour ago, is not abnormal now. */
function useRoseLately(count: number): boolean {
  const now = useNow(5000);
  const [seen, setSeen] = useState({ count, at: -LATELY_MICROS });
  if (count !== seen.count) setSeen({ count, at: count > seen.count ? now : seen.at });
  return now - seen.at < LATELY_MICROS;
}

function Recording() {
  const { workspace } = useApp();
  const metrics = useStore(useLive().metrics);
  const open = useOpenProject();
  if (!metrics || !open) return null;
  if (metrics.historyError !== null) {
    return (
      <button type="button" className="status-item status-bad" title={metrics.historyError} onClick={() => workspace.showDock('problems')}>
        <Icon name="q-bad" size="s" />
        Not recording
      </button>
    );
  }
  const free = metrics.diskFreeBytes;
  const tight = free !== null && free < 1e9;
  return (
    <span className={classes('status-item', 'status-optional-2', tight && 'status-uncertain')} title={`Samples are kept ${open.project.history.retentionDays} days`}>
      <Icon name="rec" size="s" />
      <span>
        Recording
        {free === null ? '' : <span className="status-optional">, {formatBytes(free)} free</span>}
      </span>
    </span>
  );
}

function Saved() {
  const { commands, workspace } = useApp();
  const open = useOpenProject();
  if (!open) return null;
  if (open.saveError !== '') {
    return (
      <button type="button" className="status-item status-bad" title={open.saveError} onClick={() => workspace.showDock('problems')}>
        <Icon name="q-bad" size="s" />
        Not saved
      </button>
    );
  }
  if (open.readOnly) {
    return (
      <span className="status-item status-uncertain" title={open.readOnlyReason}>
        <Icon name="q-unc" size="s" />
        Project is read only
      </span>
    );
  }
  return (
    <button type="button" className="status-item status-optional" title="Every edit is saved at once; a click names a version to come back to" onClick={() => commands.runById('project.saveVersion')}>
      {open.savedAt === null ? 'Not saved yet' : `Saved ${formatClock(open.savedAt)}`}
    </button>
  );
}

function Writing() {
  const { commands } = useApp();
  const writing = useWriting();
  const now = useNow(1000);
  if (!writing.armed) {
    return (
      <button type="button" className="status-item" title="Values can be read, not written. A click arms writing." onClick={() => commands.runById('writing.arm')}>
        <Icon name="lock" size="s" />
        Read only
      </button>
    );
  }
  const left = writing.until === null ? null : Math.max(0, Math.ceil((writing.until - now) / 1_000_000));
  return (
    <button type="button" className="status-item status-uncertain status-figures" title={`Armed by ${writing.armedBy ?? 'someone'}. A click ends it.`} onClick={() => commands.runById('writing.disarm')}>
      <Icon name="unlock" size="s" />
      Writing armed{left === null ? '' : `, ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`}
    </button>
  );
}

function Clock() {
  const now = useNow(1000);
  return (
    <span className="status-item status-figures" title="Local time of this screen">
      {formatClock(now)} {formatUtcOffset(-new Date(now / 1000).getTimezoneOffset())}
    </span>
  );
}
