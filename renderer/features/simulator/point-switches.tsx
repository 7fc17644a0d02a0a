import type { ServerDescription, SimulatorStatus } from '../../../shared/contract/simulators';
import type { Point } from '../../../shared/domain/point';
import type { SimulatedUnit, Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { Switch } from '../../components/field/switch';
import { switchMeets, switchOn } from './switch-words';
import { useSimulatedValue } from './use-simulator';

interface PointSwitchesProps {
  readonly simulator: Simulator;
  readonly unit: SimulatedUnit;
  readonly points: readonly Point[];
  readonly description: ServerDescription;
  readonly status: SimulatorStatus | undefined;
  readonly running: boolean;
}

/** States that single points can be given: flags of their values. Nothing where the protocol has none. */
export function PointSwitches({ simulator, unit, points, description, status, running }: PointSwitchesProps) {
  const app = useApp();
  const [first] = points;
  const simulated = useSimulatedValue(simulator.id, first?.id ?? '', running);
  const switches = description.switches.filter((each) => each.perPoint && points.some((point) => switchMeets(each, point.address)));
  const [one] = switches;
  if (first === undefined || one === undefined) return null;
  const set = (switchId: string, title: string, on: boolean): void => {
    void app.attempt(`${title} was not switched`, () => app.client.call('simulator.switch', { simulatorId: simulator.id, unitId: unit.id, switchId, on, settings: {}, pointIds: points.map(({ id }) => id) }));
  };
  return (
    <section className="inspect-block">
      <h3>{one.group}</h3>
      <ul className="sim-point-switches">
        {switches.map(({ id, title }) => {
          const { whole } = switchOn(status, unit.id, id);
          return (
            <li key={id}>
              <Switch label={title} checked={simulated?.switches.includes(id) === true} disabled={!running || whole} onChange={(on) => set(id, title, on)} />
              {whole ? <span className="dim">of the whole unit</span> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
