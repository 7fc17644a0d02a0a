import type { DeviceStatus } from '../../../shared/domain/device';
import { formatRoundTrip } from '../format/age';
import { Icon } from '../icon';
import './marks.css';

/** What a reason comes to where it begins with an address, which says nothing in a row. */
const inShort: readonly (readonly [RegExp, string])[] = [
  [/\bclosed the connection\b/i, 'Closed'],
  [/\brefuses? the connection\b|\bnothing listens\b/i, 'Refused'],
  [/\bno answer\b|\bdoes not answer\b/i, 'No answer'],
];

/** A few words for the trouble of a device: what stands in the tree. */
export function shortReason(status: Pick<DeviceStatus, 'state' | 'reason'>): string {
  const known = inShort.find(([pattern]) => pattern.test(status.reason));
  if (known) return known[1];
  const first = /^[A-Za-z][^.:;,(]{1,27}/.exec(status.reason)?.[0].trim() ?? '';
  const cut = status.reason.length > 0 && status.reason.length <= 24 ? status.reason.replace(/\.$/, '') : first.length >= 3 && first.length <= 24 ? first : '';
  if (cut !== '') return cut;
  return status.state === 'error' ? 'Error' : 'No answer';
}

/** Connection state of a device in its row: the round trip when well, the trouble when not, a dash when off. */
export function StateMark({ status }: { readonly status: DeviceStatus | undefined }) {
  if (!status || status.state === 'off') return <span className="state" aria-label="Off">–</span>;
  if (status.state === 'connecting') return <span className="state">Connecting</span>;
  if (status.state === 'connected') {
    if (status.pointsBad > 0) {
      return (
        <span className="state state-uncertain">
          <Icon name="q-unc" size="s" />
          {status.pointsBad} bad
        </span>
      );
    }
    return <span className="state">{status.roundTripMs === null ? 'Connected' : formatRoundTrip(status.roundTripMs)}</span>;
  }
  return (
    <span className="state state-bad" title={status.reason}>
      <Icon name="q-bad" size="s" />
      {shortReason(status)}
    </span>
  );
}
