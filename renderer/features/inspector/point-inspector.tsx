import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { TIME_UNSYNCHRONIZED } from '../../../shared/domain/quality';
import type { WireSample } from '../../../shared/domain/sample';
import { useApp, useKeysOf, useNumberFormat } from '../../app/app-context';
import { usePointSample } from '../../client/hooks';
import { useNow } from '../../client/use-now';
import { Button } from '../../components/button/button';
import { ageState, formatAge, formatDuration } from '../../components/format/age';
import { NO_VALUE } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { formatClockMs, formatDate, formatDateTime } from '../../components/format/time';
import { timeNote } from '../../components/format/time-value';
import { QualityMark } from '../../components/marks/quality-mark';
import { Tag } from '../../components/marks/tag';
import { openWrite, writeOffReason } from '../register-map/open-write';
import { BitsSection, useNamedBits } from './bits-section';
import { LimitsSection } from './limits-section';
import { OctetsSection } from './octets-section';
import { ReadAsSection } from './read-as-section';
import { UsedBySection } from './used-by-section';
import { useInspection } from './use-inspection';
import './inspector.css';

export interface PointInspectorProps {
  readonly device: Device;
  readonly point: Point;
  readonly description: ProtocolDescription;
  readonly simulated: boolean;
  /** In the notation of the person. */
  readonly address: string;
}

/** One point, whole. */
export function PointInspector({ device, point, description, simulated, address }: PointInspectorProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const now = useNow(100);
  const sample = usePointSample(point.id);
  const { inspection, failure } = useInspection(point.id, sample, point);
  const bits = useNamedBits(device, point);
  const interval = description.capabilities.includes('poll') ? (point.pollIntervalMs ?? device.pollIntervalMs ?? description.defaultPollIntervalMs) : null;
  const isBad = sample?.quality.level === 'bad';
  const ageMs = sample === undefined ? undefined : Math.max(0, now - sample.receivedTime) / 1000;
  const age = ageMs === undefined ? 'fresh' : ageState(ageMs, interval === null ? Number.POSITIVE_INFINITY : interval * (device.adaptivePolling?.slowest ?? 1), point.staleAfterMs);
  const note = sample === undefined || isBad ? null : timeNote(point.dataType, Number(sample.value));
  const writeKeys = useKeysOf('point.write');
  const writeOff = writeOffReason([point], description.capabilities.includes('write'), description.pointListTitle);
  return (
    <>
      <div className="pane-head">
        <span className="ell" title={point.name}>{point.name}</span>
        <span className="sub">{address}</span>
      </div>
      <div className="inspect">
        <section className="inspect-block">
          <h3>
            Value <span>{simulated ? <Tag kind="sim">SIM</Tag> : sample === undefined || isBad || age === 'stale' ? '' : 'live'}</span>
          </h3>
          <div className="inspect-reading">
            <span className={isBad || sample === undefined ? 'dim' : undefined}>{sample === undefined || isBad ? NO_VALUE : pointValueText(sample.value, point, numbers, bits.length > 0)}</span>
            {point.unit === '' ? null : <span className="inspect-unit">{point.unit}</span>}
          </div>
          <dl className="pairs">
            {note === null ? null : <><dt>{note.label}</dt><dd>{note.text}</dd></>}
            <dt>Quality</dt>
            <dd><QualityMark quality={sample?.quality} stale={age === 'stale'} /></dd>
            {sample !== undefined && sample.quality.flags.length > 0 ? <><dt>Flags</dt><dd>{sample.quality.flags.join(', ')}</dd></> : null}
            <dt>Age</dt>
            <dd className={age === 'late' ? 'text-uncertain' : undefined}>{ageText(ageMs, age, interval, description.capabilities.includes('subscribe'))}</dd>
            <dt>Source time</dt>
            <dd>{sample?.sourceTime == null ? <span className="dim">{description.capabilities.includes('event-path') ? 'none came with it' : `none in ${description.title}`}</span> : <SourceTime sample={sample} time={sample.sourceTime} />}</dd>
            <dt>Received</dt>
            <dd>{sample === undefined ? '' : formatClockMs(sample.receivedTime)}</dd>
          </dl>
          {isBad ? <LastGood sample={inspection?.lastGood ?? null} point={point} text={(value) => pointValueText(value, point, numbers, bits.length > 0)} now={now} /> : null}
          {point.access === 'read' ? null : (
            <div className="inspect-actions">
              <Button icon="write" keys={writeKeys} offReason={writeOff} onClick={() => openWrite(app, device, [point], () => address)}>
                Write
              </Button>
            </div>
          )}
        </section>
        {failure === '' ? null : <section className="inspect-block text-uncertain">{failure}</section>}
        <BitsSection device={device} point={point} bits={bits} sample={sample} />
        <OctetsSection inspection={inspection} sample={sample} />
        <ReadAsSection device={device} point={point} inspection={inspection} />
        <LimitsSection point={point} numbers={numbers} interval={interval} />
        <UsedBySection pointId={point.id} />
      </div>
    </>
  );
}

/** When the source says that it was, with what it says of its own clock; the date where it is not today's. */
function SourceTime({ sample, time }: { readonly sample: WireSample; readonly time: number }) {
  const sameDay = formatDate(time) === formatDate(sample.receivedTime);
  return (
    <>
      {sameDay ? formatClockMs(time) : `${formatDate(time)} ${formatClockMs(time)}`}
      {sample.quality.flags.includes(TIME_UNSYNCHRONIZED) ? <span className="text-uncertain"> its clock was not set</span> : null}
    </>
  );
}

function ageText(ageMs: number | undefined, age: 'fresh' | 'late' | 'stale', interval: number | null, pushes: boolean): string {
  if (ageMs === undefined) return '';
  const polled = interval === null ? 'pushed by the device' : pushes ? 'by events and whole readings' : `polled every ${interval < 1000 ? `${interval} ms` : formatInterval(interval)}`;
  return `${formatAge(ageMs)}${age === 'late' ? ' Late' : ''}, ${polled}`;
}

/** `1 s`, `1.5 s`, then as durations are written. */
function formatInterval(interval: number): string {
  return interval < 60_000 ? `${interval / 1000} s` : formatDuration(interval);
}

/** The last good value of a bad point, labelled as such. */
function LastGood(props: { readonly sample: WireSample | null; readonly point: Point; readonly text: (value: WireSample['value']) => string; readonly now: number }) {
  const { sample, point, text, now } = props;
  return (
    <dl className="pairs last-good">
      <dt>Last good</dt>
      <dd>
        {sample === null ? 'none in this session' : `${text(sample.value)} ${point.unit}`.trim()}
        {sample === null ? null : <div className="dim">{`${formatAge((now - sample.receivedTime) / 1000)} ago, ${formatDateTime(sample.receivedTime)}`}</div>}
      </dd>
    </dl>
  );
}
