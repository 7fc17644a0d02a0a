import type { Selection } from '../../app/workspace/selection';
import { EmptyState } from '../../components/note/empty-state';
import { BehaviourSection } from './behaviour-section';
import { PointSwitches } from './point-switches';
import { SetByHand } from './set-by-hand';
import { useServerDescription, useSimulator, useSimulatorStatus } from './use-simulator';
import { ValueSection } from './value-section';
import './simulator.css';

/** Points of a simulator with what makes their values; without a point, the simulator itself. */
export function SimulatorInspector({ selection }: { readonly selection: Selection }) {
  const at = selection.kind === 'simulator' ? selection : null;
  const simulator = useSimulator(at?.simulatorId ?? '');
  const status = useSimulatorStatus(at?.simulatorId ?? '');
  const description = useServerDescription(simulator?.protocol);
  if (at === null || simulator === undefined) return <EmptyState title="The simulator is gone">It was removed from the project. Undo brings it back.</EmptyState>;
  const running = status !== undefined && status.state !== 'off';
  const unit = simulator.units.find(({ id }) => id === at.unitId);
  const wanted = new Set(at.pointIds);
  const points = unit?.points.filter(({ id }) => wanted.has(id)) ?? [];
  const [first] = points;
  if (unit === undefined || first === undefined) {
    return (
      <>
        <h2 className="pane-head">
          <span className="ell">{simulator.name}</span>
        </h2>
        <EmptyState title="No point is selected">Select one or many in Points: what makes their values, and setting them by hand, stands here.</EmptyState>
      </>
    );
  }
  const key = points.map(({ id }) => id).join(' ');
  return (
    <>
      <h2 className="pane-head">
        <span className="ell">{points.length === 1 ? first.name : `${points.length} points`}</span>
        <span className="sub ell">{unit.name}</span>
      </h2>
      <div className="inspect">
        {points.length === 1 ? <ValueSection simulator={simulator} point={first} running={running} /> : null}
        <BehaviourSection key={`behaviour ${key}`} simulator={simulator} unit={unit} points={points} />
        <SetByHand key={`hand ${key}`} simulator={simulator} points={points} running={running} />
        {description === undefined ? null : <PointSwitches simulator={simulator} unit={unit} points={points} description={description} status={status} running={running} />}
      </div>
    </>
  );
}
