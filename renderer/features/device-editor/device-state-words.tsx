import type { DeviceStatus } from '../../../shared/domain/device';
import { useNow } from '../../client/use-now';
import { formatAge, formatRoundTrip } from '../../components/format/age';
import { Icon } from '../../components/icon';

/** The state of a device in the tools over its settings: with its reason, since when, and when it is tried again. */
export function DeviceStateWords({ status }: { readonly status: DeviceStatus | undefined }) {
  const now = useNow(500);
  if (status === undefined) return null;
  if (status.state === 'off') return <span className="dim">Off</span>;
  if (status.state === 'connecting') return <span className="dim">Connecting</span>;
  if (status.state === 'connected') return <span className="dim">{status.roundTripMs === null ? 'Connected' : `Connected, ${formatRoundTrip(status.roundTripMs)}`}</span>;
  const since = formatAge((now - status.since) / 1000);
  const next = status.nextTryAt === null ? '' : status.nextTryAt > now ? `, next try in ${formatAge((status.nextTryAt - now) / 1000)}` : ', trying now';
  return (
    <span className="text-bad row device-trouble" title={status.reason}>
      <Icon name="q-bad" size="s" />
      <span className="ell">{`${status.reason.replace(/\.$/, '') || 'No answer'}, for ${since}${next}`}</span>
    </span>
  );
}
