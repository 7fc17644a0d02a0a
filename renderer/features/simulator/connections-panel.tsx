import { useNumberFormat } from '../../app/app-context';
import { useNow } from '../../client/use-now';
import { formatAge } from '../../components/format/age';
import { formatCount } from '../../components/format/number';
import { Icon } from '../../components/icon';
import type { PanelProps } from './panel-props';
import { portText } from './simulator-words';

const STATES = { closed: 'Closed', opening: 'Opening', open: 'Listens', failed: 'Not open' } as const;

/** The ports with their state, and who is connected. */
export function ConnectionsPanel({ simulator, description, status }: PanelProps) {
  const numbers = useNumberFormat();
  const now = useNow(1000);
  const clients = status?.clients ?? [];
  const addressOf = (portId: string): string => status?.ports.find((port) => port.portId === portId)?.address ?? '';
  return (
    <div className="scroll sim-lists">
      <table className="list" aria-label="Ports">
        <thead>
          <tr>
            <th>Port</th>
            <th>State</th>
            <th>Listens on</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {simulator.ports.map((port) => {
            const state = status?.ports.find(({ portId }) => portId === port.id);
            return (
              <tr key={port.id}>
                <td>{portText(port.settings, description)}</td>
                <td>
                  {state?.state === 'failed' ? (
                    <span className="quality quality-bad">
                      <Icon name="q-bad" size="s" />
                      {STATES.failed}
                    </span>
                  ) : (
                    STATES[state?.state ?? 'closed']
                  )}
                </td>
                <td className="mono">{state?.address ?? ''}</td>
                <td>{state?.reason ?? ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <table className="list" aria-label="Clients">
        <thead>
          <tr>
            <th>Client</th>
            <th>On</th>
            <th className="num">Since</th>
            <th className="num">Requests</th>
            <th className="num">Requests/s</th>
          </tr>
        </thead>
        <tbody>
          {clients.map((client) => (
            <tr key={`${client.portId} ${client.address}`}>
              <td>{client.address}</td>
              <td className="mono dim">{addressOf(client.portId)}</td>
              <td className="num">{formatAge((now - client.since) / 1000)}</td>
              <td className="num">{formatCount(client.requests, numbers)}</td>
              <td className="num">{client.requestsPerSecond.toFixed(1)}</td>
            </tr>
          ))}
          {clients.length === 0 ? (
            <tr>
              <td colSpan={5} className="dim">
                Nobody is connected
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
