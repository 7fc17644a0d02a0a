import type { Point } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { useNumberFormat } from '../../app/app-context';
import { pointValueText } from '../../components/format/point-text';
import { Tag } from '../../components/marks/tag';
import { Note } from '../../components/note/note';
import { useSimulatedValue } from './use-simulator';

const ORIGINS = { behaviour: 'its behaviour', written: "a client's write", set: 'set by hand' } as const;

/** What a client reads just now, and where that comes from. */
export function ValueSection({ simulator, point, running }: { readonly simulator: Simulator; readonly point: Point; readonly running: boolean }) {
  const numbers = useNumberFormat();
  const simulated = useSimulatedValue(simulator.id, point.id, running);
  return (
    <section className="inspect-block">
      <div className="inspect-reading">
        {simulated === undefined || simulated.problem !== '' ? '—' : pointValueText(simulated.value, point, numbers)}
        <span className="sim-unit">{point.unit}</span>
      </div>
      <p className="row">
        <Tag kind="sim">SIM</Tag>
        {simulated?.origin === 'set' ? <Tag kind="uncertain">Forced</Tag> : null}
        <span className="dim">{running ? `From ${ORIGINS[simulated?.origin ?? 'behaviour']}` : 'The simulator is off'}</span>
      </p>
      {simulated === undefined || simulated.problem === '' ? null : (
        <Note kind="bad" title="It has no value">
          {simulated.problem}
        </Note>
      )}
    </section>
  );
}
