import type { Overview } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { formatRoundTrip } from '../../components/format/age';
import { formatShare } from '../../components/format/number';
import { Icon } from '../../components/icon';
import { Meter } from './meter';

const words = { ready: 'Ready', degraded: 'Degraded', error: 'Error', off: 'Off', empty: 'No devices' } as const;

export function ProtocolRows({ protocols }: { readonly protocols: Overview['protocols'] }) {
  const { workspace } = useApp();
  return (
    <div className="framed">
      <table className="list">
        <thead>
          <tr>
            <th>Protocol</th>
            <th>Status</th>
            <th className="num">Health</th>
            <th className="num">Connected</th>
            <th className="num">Availability</th>
            <th className="num">Round trip</th>
            <th className="num optional-2">Secured</th>
            <th className="optional">Remark</th>
          </tr>
        </thead>
        <tbody>
          {protocols.map((protocol) => {
            const state = protocol.status === 'error' ? 'bad' : protocol.status === 'degraded' ? 'uncertain' : 'well';
            const wanted = protocol.status === 'ready' || protocol.status === 'degraded' || protocol.status === 'error';
            return (
              <tr key={protocol.name}>
                <td>
                  <button type="button" className="overview-link" onClick={() => workspace.openScreen('settings')}>
                    {protocol.title}
                  </button>
                </td>
                <td>
                  <span className={state === 'bad' ? 'quality quality-bad' : state === 'uncertain' ? 'quality quality-uncertain' : 'quality'}>
                    {state === 'well' ? null : <Icon name={state === 'bad' ? 'q-bad' : 'q-unc'} size="s" />}
                    {protocol.enabled ? words[protocol.status] : 'Switched off'}
                  </span>
                </td>
                <td className="num">
                  {wanted ? (
                    <>
                      <Meter share={protocol.healthScore / 100} state={state} />
                      <span className="figure-3">{Math.round(protocol.healthScore)}</span>
                    </>
                  ) : (
                    '—'
                  )}
                </td>
                <td className="num">{`${protocol.connected}/${protocol.devices}`}</td>
                <td className="num">{protocol.devices === 0 ? '—' : formatShare(protocol.connected / protocol.devices)}</td>
                <td className="num">{protocol.roundTripMs === null ? '—' : formatRoundTrip(protocol.roundTripMs)}</td>
                <td className="num optional-2">{protocol.devices === 0 ? '—' : `${protocol.secured}/${protocol.devices}`}</td>
                <td className="optional sec remark" title={protocol.message}>
                  <span className="ell">{protocol.message}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
