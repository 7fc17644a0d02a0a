import { useApp } from '../../app/app-context';
import { useProcedure } from '../../client/hooks';
import { useStore } from '../../client/store';
import { formatBytes } from '../../components/format/bytes';
import { formatUtcOffset } from '../../components/format/time';

/** What the machine that the engine runs on has to work with. */
export function ThisMachine() {
  const app = useApp();
  const system = useStore(app.session.system);
  const ports = useProcedure('system.serialPorts', {});
  const metrics = useProcedure('system.metrics', {});
  const list = ports.data?.ports ?? [];
  const serial = list.length > 0 ? list.map((port) => port.label || port.path).join(', ') : ports.data ? ports.data.note || 'None found' : (ports.error?.message ?? 'Being listed');
  const free = metrics.data?.diskFreeBytes;
  return (
    <section className="start-section" aria-label="This machine">
      <h2>{app.desktop ? 'This laptop' : 'The engine’s machine'}</h2>
      <dl className="machine">
        <dt>Serial ports</dt>
        <dd>{serial}</dd>
        <dt>Storage</dt>
        <dd>{free == null ? 'Not known' : `${formatBytes(free)} free`}</dd>
        <dt>Version</dt>
        <dd>{system?.version ?? '…'}</dd>
        <dt>Runtime</dt>
        <dd>{system?.runtime ?? '…'}</dd>
        <dt>Clock</dt>
        <dd>{system ? formatUtcOffset(system.utcOffsetMinutes) : '…'}</dd>
        <dt>Protocols</dt>
        <dd>{system?.protocols.map((protocol) => protocol.title).join(', ') ?? '…'}</dd>
      </dl>
    </section>
  );
}
