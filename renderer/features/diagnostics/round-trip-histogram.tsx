import type { ReactElement } from 'react';
import type { Diagnostics } from '../../../shared/contract/devices';
import { formatCount } from '../../components/format/number';

/** Round trips by duration, as bars with their counts; nothing while there are none. */
export function RoundTripHistogram({ bins, caption = 'Round trips by duration' }: { readonly bins: Diagnostics['histogram']; readonly caption?: string }): ReactElement | null {
  const most = Math.max(0, ...bins.map(({ count }) => count));
  if (most === 0) return null;
  const first = bins.findIndex(({ count }) => count > 0);
  const last = bins.findLastIndex(({ count }) => count > 0);
  const shown = bins.slice(Math.max(0, first - 1), last + 2);
  return (
    <table className="histogram">
      <caption>{caption}</caption>
      <tbody>
        {shown.map(({ upToMs, count }, at) => (
          <tr key={upToMs ?? 'over'}>
            <th scope="row">{upToMs === null ? `over ${shown[at - 1]?.upToMs ?? 0} ms` : `to ${upToMs} ms`}</th>
            <td className="histogram-bar" aria-hidden="true">
              <div style={{ width: `${(count / most) * 100}%` }} />
            </td>
            <td className="figure">{formatCount(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
