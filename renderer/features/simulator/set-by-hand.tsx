import { useState, type KeyboardEvent } from 'react';
import type { Point } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import { useApp, useNumberFormat } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { ValueInput } from '../write/value-input';
import { readTyped } from '../write/write-model';

/** Sets the value that clients read and holds it, until it is given back to the behaviour. */
export function SetByHand({ simulator, points, running }: { readonly simulator: Simulator; readonly points: readonly Point[]; readonly running: boolean }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const [first] = points;
  if (first === undefined) return null;
  const off = running ? '' : 'The simulator is off: start it first';

  const hold = (): void => {
    if (off !== '') return;
    // A simulator shows also what lies beyond a point's limits.
    const reads = points.map((point) => ({ point, read: readTyped(text, { ...point, low: null, high: null }, numbers) }));
    const wrong = reads.find(({ read }) => 'problem' in read);
    if (wrong !== undefined && 'problem' in wrong.read) return setProblem(points.length === 1 ? wrong.read.problem : `${wrong.point.name}: ${wrong.read.problem}`);
    const set = async (): Promise<void> => {
      for (const { point, read } of reads) if ('value' in read) await app.client.call('simulator.setValue', { simulatorId: simulator.id, pointId: point.id, value: read.value });
    };
    set().then(
      () => {
        setText('');
        setProblem('');
      },
      (cause: unknown) => setProblem(toClientError(cause).message),
    );
  };
  const release = (): void => {
    void app.attempt('The value was not given back', async () => {
      for (const { id } of points) await app.client.call('simulator.setValue', { simulatorId: simulator.id, pointId: id, value: null });
    });
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    hold();
  };
  return (
    <section className="inspect-block">
      <h3>Set by hand</h3>
      <div className="sim-hand">
        <ValueInput
          point={first}
          value={text}
          onChange={(next) => {
            setText(next);
            setProblem('');
          }}
          onKeyDown={keys}
          invalid={problem !== ''}
          disabled={!running}
        />
        <span className="dim">{first.unit}</span>
        <Button icon="hand" offReason={off || (text.trim() === '' ? 'Type the value first' : '')} onClick={hold}>
          Hold this value
        </Button>
        <Button offReason={off} onClick={release}>
          Release
        </Button>
      </div>
      {problem === '' ? (
        <p className="dim">{points.length === 1 ? 'Held until it is released, written by a client, or reset.' : `All ${points.length} are held at the same value.`}</p>
      ) : (
        <p className="text-bad" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
