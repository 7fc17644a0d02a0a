import type { SimulatorStatus } from '../../../shared/contract/simulators';
import { Icon } from '../../components/icon';

/** State of a simulator in its row: requests a second when it serves, the trouble when not, `off` when off. */
export function SimulatorMark({ status, faults }: { readonly status: SimulatorStatus | undefined; readonly faults: number }) {
  if (status === undefined || status.state === 'off') return <span className="state">off</span>;
  if (status.state === 'starting') return <span className="state">Starting</span>;
  if (status.state === 'failed' || status.state === 'degraded') {
    const bad = status.state === 'failed';
    return (
      <span className={bad ? 'state state-bad' : 'state state-uncertain'} title={status.reason}>
        <Icon name={bad ? 'q-bad' : 'q-unc'} size="s" />
        {bad ? 'Failed' : 'In part'}
      </span>
    );
  }
  if (faults > 0) {
    return (
      <span className="state state-uncertain">
        <Icon name="q-unc" size="s" />
        {faults === 1 ? '1 fault' : `${faults} faults`}
      </span>
    );
  }
  return <span className="state">{status.clients.length === 0 ? 'on' : `${status.requestsPerSecond.toFixed(1)}/s`}</span>;
}
