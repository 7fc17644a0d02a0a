import { useApp } from '../../app/app-context';
import { Button } from '../../components/button/button';
import { Note } from '../../components/note/note';
import type { PanelProps } from './panel-props';
import { freePort, portText } from './simulator-words';
import { useSimulators } from './use-simulator';

/** Why a simulator does not serve, or not everywhere, and what to do. Nothing while all is well. */
export function SimulatorTrouble({ simulator, description, status, onPorts }: PanelProps & { readonly onPorts: () => void }) {
  const app = useApp();
  const simulators = useSimulators();
  if (status === undefined) return null;
  const failed = status.ports.filter(({ state }) => state === 'failed');
  if (status.state === 'off' ? status.reason === '' : failed.length === 0) return null;
  if (failed.length === 0) {
    return (
      <div className="sim-trouble">
        <Note kind="uncertain" title="It can't be started here">
          {status.reason}
        </Note>
      </div>
    );
  }
  const [first] = failed;
  const settings = simulator.ports.find(({ id }) => id === first?.portId)?.settings ?? {};
  const other = freePort(description, simulators, settings);
  const hasOther = portText(other, description) !== portText(settings, description);
  const moveOn = (): void => {
    const ports = simulator.ports.map((port) => (port.id === first?.portId ? { id: port.id, settings: other } : port));
    void app.attempt('The port was not changed', async () => {
      await app.client.call('simulator.update', { simulatorId: simulator.id, ports });
      app.offerUndo(`${simulator.name} moved to ${portText(other, description)}`);
    });
  };
  return (
    <div className="sim-trouble">
      <Note
        kind={status.state === 'failed' ? 'bad' : 'uncertain'}
        title={failed.length === 1 ? `${portText(settings, description)} could not be opened` : `${failed.length} of ${status.ports.length} ports could not be opened`}
        announce
        actions={
          <>
            {hasOther ? (
              <Button variant="primary" onClick={moveOn}>{`Use ${portText(other, description)}`}</Button>
            ) : null}
            <Button onClick={onPorts}>Change the ports</Button>
          </>
        }
      >
        {failed.map(({ portId, reason }) => (
          <p key={portId}>{reason}</p>
        ))}
        <p>It is tried again every few seconds by itself, so that it works as soon as the port is free.</p>
      </Note>
    </div>
  );
}
