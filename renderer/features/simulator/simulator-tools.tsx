import { useApp } from '../../app/app-context';
import { menuItem } from '../../app/frame/menu-items';
import { showKeys } from '../../app/commands/keys';
import { Button } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { Tag } from '../../components/marks/tag';
import { MenuButton } from '../../components/menu/menu-button';
import type { PanelProps } from './panel-props';
import { stateText } from './simulator-words';

const MORE = ['simulator.connectDevice', 'simulator.addUnit', 'simulator.faultsOff', 'simulator.duplicate', 'simulator.remove'];

/** Over everything of a simulator: how it stands, start and stop. */
export function SimulatorTools({ simulator, status, running }: PanelProps) {
  const app = useApp();
  const { commands } = app;
  const addresses = (status?.ports ?? []).flatMap(({ address }) => (address === '' ? [] : [address]));
  /** Runs a command of this simulator, whatever is selected elsewhere. */
  const run = (id: string): void => {
    const { selection } = app.workspace.state.get();
    if (selection?.kind !== 'simulator' || selection.simulatorId !== simulator.id) app.workspace.select({ kind: 'simulator', simulatorId: simulator.id, unitId: null, pointIds: [] });
    commands.runById(id);
  };
  const toggle = commands.get('simulator.toggle');
  const keys = toggle === undefined ? undefined : commands.keysOf(toggle);
  return (
    <div className="tools">
      <Tag kind="sim">SIM</Tag>
      <b className="strong">{stateText(status)}</b>
      {addresses.length === 0 ? null : (
        <>
          <span className="sep" />
          <span className="sec mono ell">{addresses.join(', ')}</span>
        </>
      )}
      {status === undefined || !running ? null : (
        <>
          <span className="sep" />
          <span className="sec num ell sim-figures">{`${counted(status.clients.length, 'client')}, ${status.requestsPerSecond.toFixed(1)} requests/s`}</span>
        </>
      )}
      <span className="grow" />
      <Button variant="quiet" icon="refresh" offReason={running ? '' : 'It does not run'} onClick={() => run('simulator.reset')}>
        Reset
      </Button>
      <Button icon={running ? 'stop' : 'play'} variant={running ? 'plain' : 'primary'} keys={keys === undefined ? undefined : showKeys(keys)} onClick={() => run('simulator.toggle')}>
        {running ? 'Stop' : 'Start'}
      </Button>
      <MenuButton label="More about the simulator" icon="more" iconOnly items={() => MORE.flatMap((id) => commands.get(id) ?? []).map((command) => ({ ...menuItem(commands, command), onSelect: () => run(command.id) }))} />
    </div>
  );
}
