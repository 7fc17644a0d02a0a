import type { Overview } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { formatRoundTrip } from '../../components/format/age';
import { formatShare } from '../../components/format/number';
import { Icon } from '../../components/icon';
import { shortReason } from '../../components/marks/state-mark';
import { Meter } from './meter';

const words = { closed: 'Closed', opening: 'Opening', open: 'Open', failed: 'Failed' } as const;

/** A line that is busy over this share has little room for more. */
const BUSY = 0.8;

export function LineRows({ lines }: { readonly lines: Overview['lines'] }) {
  const { workspace } = useApp();
  const open = useOpenProject();
  const names = new Map(open?.project.lines.map((line) => [line.id, line.name] as const));
  if (lines.length === 0) return <p className="dim">No lines yet; a line comes with its first device.</p>;
  return (
    <div className="framed">
      <table className="list">
        <thead>
          <tr>
            <th>Line</th>
            <th>State</th>
            <th className="num">Connected</th>
            <th className="num">Load</th>
            <th className="num">Requests/s</th>
            <th className="num">Round trip</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.lineId}>
              <td>
                <button type="button" className="overview-link" onClick={() => workspace.select({ kind: 'line', lineId: line.lineId })}>
                  {names.get(line.lineId) ?? 'Line'}
                </button>
              </td>
              <td className="wide">
                {line.state === 'failed' ? (
                  <span className="quality quality-bad" title={line.reason}>
                    <Icon name="q-bad" size="s" />
                    <span className="ell">{line.reason === '' ? words.failed : shortReason({ state: 'error', reason: line.reason })}</span>
                  </span>
                ) : (
                  words[line.state]
                )}
              </td>
              <td className="num">{`${line.devicesConnected}/${line.devices}`}</td>
              <td className="num">
                {line.load === null ? (
                  '—'
                ) : (
                  <>
                    <Meter share={line.load} state={line.load > BUSY ? 'uncertain' : 'well'} />
                    {formatShare(line.load)}
                  </>
                )}
              </td>
              <td className="num">{line.requestsPerSecond.toFixed(1)}</td>
              <td className="num">{line.roundTripMs === null || line.state !== 'open' ? '—' : formatRoundTrip(line.roundTripMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
