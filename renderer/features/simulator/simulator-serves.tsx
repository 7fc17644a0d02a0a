import type { Simulator } from '../../../shared/domain/simulator';
import { useNumberFormat } from '../../app/app-context';
import { formatCount } from '../../components/format/number';
import { portText } from './simulator-words';
import { useServerDescription, useSimulatorStatus } from './use-simulator';

/** Where a simulator can be reached, how much it is asked, and by whom. */
export function SimulatorServes({ simulator }: { readonly simulator: Simulator }) {
  const numbers = useNumberFormat();
  const status = useSimulatorStatus(simulator.id);
  const description = useServerDescription(simulator.protocol);
  const clients = status?.clients ?? [];
  return (
    <div className="sim-serves">
      <h2 className="pane-head">{simulator.name} serves</h2>
      <dl className="pairs">
        {simulator.ports.map((port) => {
          const state = status?.ports.find(({ portId }) => portId === port.id);
          return (
            <div key={port.id} className="sim-pair">
              <dt>{state?.state === 'open' ? 'Listens on' : 'Port'}</dt>
              <dd className={state?.state === 'failed' ? 'text-bad' : undefined}>{state?.address || (description === undefined ? '' : portText(port.settings, description))}</dd>
            </div>
          );
        })}
        <dt>Requests</dt>
        <dd>{status === undefined ? '—' : `${status.requestsPerSecond.toFixed(1)}/s, ${formatCount(status.requests, numbers)} in all`}</dd>
        <dt>Refused</dt>
        <dd>{formatCount(status?.refused ?? 0, numbers)}</dd>
        <dt>Writes</dt>
        <dd>{formatCount(status?.writes ?? 0, numbers)}</dd>
      </dl>
      <h2 className="pane-head">
        Clients connected<span className="sub">{clients.length}</span>
      </h2>
      <ul className="sim-clients">
        {clients.slice(0, 8).map((client) => (
          <li key={`${client.portId} ${client.address}`}>
            <span className="ell grow">{client.address}</span>
            <span className="dim num">{client.requestsPerSecond.toFixed(1)}/s</span>
          </li>
        ))}
        {clients.length > 8 ? <li className="dim">and {clients.length - 8} more</li> : null}
        {clients.length === 0 ? <li className="dim">None</li> : null}
      </ul>
    </div>
  );
}
