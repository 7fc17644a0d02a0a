import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { useLive } from '../../client/client-context';
import { useAllKeyed } from '../../client/store';
import { Button } from '../../components/button/button';
import { Tag } from '../../components/marks/tag';
import { EmptyState } from '../../components/note/empty-state';
import { activeFaults, faultTitle } from './fault-text';
import { SimulatorMark } from './simulator-mark';
import { openSimulator } from './simulator-selection';
import { portText } from './simulator-words';
import { useServerDescriptions, useSimulators } from './use-simulator';
import './simulator.css';

/** Every simulator in a row: state, where it listens, who asks, what goes wrong. */
export function SimulatorsOverview() {
  const app = useApp();
  const editOff = useEditOffReason();
  const simulators = useSimulators();
  const descriptions = useServerDescriptions();
  const statuses = useAllKeyed(useLive().simulators);
  const run = (id: string) => () => app.commands.runById(id);
  if (simulators.length === 0) {
    return (
      <EmptyState
        title="Devices that are not there yet"
        actions={
          <Button variant="primary" icon="plus" offReason={editOff} onClick={run('simulator.add')}>
            Add a simulator
          </Button>
        }
      >
        A simulator serves a device&apos;s map or a template on a port or a serial line, with values that move, faults on purpose, and a record of what masters ask. Masters, gateways and this program connect to it like to a device.
      </EmptyState>
    );
  }
  return (
    <div className="pane">
      <div className="tools">
        <Tag kind="sim">SIM</Tag>
        <b className="strong">{`${statuses.filter(({ state }) => state === 'running').length} of ${simulators.length} run`}</b>
        <span className="grow" />
        <Button variant="quiet" icon="play" onClick={run('simulator.startAll')}>
          Start all
        </Button>
        <Button variant="quiet" icon="stop" onClick={run('simulator.stopAll')}>
          Stop all
        </Button>
        <Button variant="primary" icon="plus" offReason={editOff} onClick={run('simulator.add')}>
          Add a simulator
        </Button>
      </div>
      <div className="scroll">
        <table className="list">
          <thead>
            <tr>
              <th>Simulator</th>
              <th>State</th>
              <th>Listens on</th>
              <th className="num">Units</th>
              <th className="num">Clients</th>
              <th className="num">Requests/s</th>
              <th>Faults that are on</th>
            </tr>
          </thead>
          <tbody>
            {simulators.map((simulator) => {
              const status = statuses.find(({ simulatorId }) => simulatorId === simulator.id);
              const description = descriptions?.find(({ protocol }) => protocol === simulator.protocol);
              const faults = activeFaults(simulator);
              const where = simulator.ports.map((port) => status?.ports.find(({ portId }) => portId === port.id)?.address || (description === undefined ? '' : portText(port.settings, description)));
              return (
                <tr key={simulator.id}>
                  <td>
                    <button type="button" className="link strong" onClick={() => openSimulator(app, simulator.id)}>
                      {simulator.name}
                    </button>
                  </td>
                  <td>
                    <SimulatorMark status={status} faults={0} />
                  </td>
                  <td className="mono">{where.join(', ')}</td>
                  <td className="num">{simulator.units.length}</td>
                  <td className="num">{status?.clients.length ?? 0}</td>
                  <td className="num">{(status?.requestsPerSecond ?? 0).toFixed(1)}</td>
                  <td className={faults.length > 0 ? 'text-uncertain' : 'dim'}>{faults.length === 0 ? 'none' : faults.map((fault) => faultTitle(fault, description)).join(', ')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
