import type { ReactNode } from 'react';
import { useApp } from '../../app/app-context';
import { useLive } from '../../client/client-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Note } from '../../components/note/note';
import { AdviceList } from './advice-list';
import { DeviceRows } from './device-rows';
import { LineRows } from './line-rows';
import { ProtocolRows } from './protocol-rows';
import { counted } from '../../components/format/number';
import './overview.css';

/** What is on this wire, and is it right: protocols, lines, devices with the worst first, and what to improve. */
export function OverviewTab() {
  const overview = useProcedure('overview.get', {}, { everyMs: 2000 });
  const open = useOpenProject();
  const { data, error } = overview;
  const link = useStore(useApp().client.link);
  const metrics = useStore(useLive().metrics);
  return (
    <div className="overview scroll">
      <h2 className="overview-title">
        {open?.project.name ?? ''}
        {open && metrics ? <span className="sub">{` ${counted(open.project.devices.length, 'device')}, ${counted(open.project.lines.length, 'line')}`}</span> : null}
      </h2>
      {error && link === 'connected' ? (
        <Note kind="bad" title="The overview could not be made">
          {error.message}
        </Note>
      ) : null}
      {data ? (
        <>
          {data.advice.length > 0 ? (
            <Section title="What to improve" count={data.advice.length}>
              <AdviceList advice={data.advice} />
            </Section>
          ) : null}
          <Section title="Protocols">
            <ProtocolRows protocols={data.protocols} />
          </Section>
          <Section title="Lines" count={data.lines.length}>
            <LineRows lines={data.lines} />
          </Section>
          <Section title="Devices, the worst first" count={data.devices.length}>
            <DeviceRows devices={data.devices} />
          </Section>
        </>
      ) : null}
    </div>
  );
}

function Section({ title, count, children }: { readonly title: string; readonly count?: number; readonly children: ReactNode }) {
  return (
    <section className="overview-section" aria-label={title}>
      <h3>
        {title}
        {count === undefined ? null : <span className="sub">{count}</span>}
      </h3>
      {children}
    </section>
  );
}
