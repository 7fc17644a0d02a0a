import type { ReactElement } from 'react';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { ProcedureInput } from '../../../shared/contract/index';
import type { Device } from '../../../shared/domain/device';
import { useNumberFormat } from '../../app/app-context';
import { useProcedure } from '../../client/hooks';
import { formatDuration } from '../../components/format/age';
import { formatBytes } from '../../components/format/bytes';
import { formatCount, formatShare } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { formatDateTime } from '../../components/format/time';
import { Note } from '../../components/note/note';
import { ConditionNotes } from '../device-actions/condition-notes';
import { RoundTripHistogram } from './round-trip-histogram';

type CardProps = { readonly title: string; readonly device?: Device } & (
  | { readonly procedure: 'device.diagnostics'; readonly input: ProcedureInput<'device.diagnostics'> }
  | { readonly procedure: 'line.diagnostics'; readonly input: ProcedureInput<'line.diagnostics'> }
);

const REFRESH_MS = 1000;

/** The counters of a device or a line, and the histogram of its round trips; counted anew every second. */
export function DiagnosticsCard({ title, device, procedure, input }: CardProps): ReactElement {
  const format = useNumberFormat();
  const { data, error } = useProcedure(procedure, input, { everyMs: REFRESH_MS });
  return (
    <section className="diagnostics-card" aria-label={title}>
      <h2>{title}</h2>
      {error !== undefined && <Note kind="bad" title={error.message} />}
      {data !== undefined && (
        <>
          {device === undefined || data.conditions === undefined ? null : <div className="diagnostics-conditions"><ConditionNotes device={device} conditions={data.conditions} /></div>}
          <Figures diagnostics={data} format={format} />
          <RoundTripHistogram bins={data.histogram} />
          {data.lastError !== null && (
            <Note kind="uncertain" title="Last trouble">
              {formatDateTime(data.lastError.time)}: {data.lastError.message}
              <Causes causes={data.lastError.causes ?? []} />
            </Note>
          )}
        </>
      )}
    </section>
  );
}

/** What it may come from, the likeliest first. */
function Causes({ causes }: { readonly causes: readonly string[] }): ReactElement | null {
  if (causes.length === 0) return null;
  return (
    <>
      <p className="dim">Likely causes, the likeliest first</p>
      <ol className="diagnostics-causes">
        {causes.map((cause) => (
          <li key={cause}>{cause}</li>
        ))}
      </ol>
    </>
  );
}

function Figures({ diagnostics, format }: { readonly diagnostics: Diagnostics; readonly format: NumberFormat }): ReactElement {
  const { roundTripMs } = diagnostics;
  const figures: [string, string, boolean][] = [
    ['Requests', formatCount(diagnostics.requests, format), false],
    ['Responses', formatCount(diagnostics.responses, format), false],
    ['Timeouts', formatCount(diagnostics.timeouts, format), diagnostics.timeouts > 0],
    ['Sent', formatBytes(diagnostics.bytesSent), false],
    ['Received', formatBytes(diagnostics.bytesReceived), false],
  ];
  if (diagnostics.load !== null) figures.push(['Utilisation, last minute', formatShare(diagnostics.load), diagnostics.load > 0.8]);
  if (roundTripMs !== null) {
    const { last, min, mean, p95, p99, max } = roundTripMs;
    figures.push(['Round trip, last', formatDuration(last), false], ['Round trip, least', formatDuration(min), false], ['Round trip, mean', formatDuration(mean), false]);
    figures.push(['Round trip, 95 % under', formatDuration(p95), false], ['Round trip, 99 % under', formatDuration(p99), false], ['Round trip, greatest', formatDuration(max), false]);
  }
  for (const { label, value } of diagnostics.counters) figures.push([label, formatCount(value, format), false]);
  return (
    <dl className="diagnostics-figures">
      {figures.map(([label, value, notable]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={notable ? 'notable' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
