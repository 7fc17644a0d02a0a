import type { EventSource } from '../../../shared/contract/event-path';
import { useApp } from '../../app/app-context';
import { Button } from '../../components/button/button';
import { openSimulator } from '../simulator/simulator-selection';
import { sourceWords } from './path-words';

/** The simulator in which the way begins, a click away. */
export function PathSource({ source }: { readonly source: EventSource }) {
  const app = useApp();
  return (
    <div className="path-source">
      <Button icon="simulate" onClick={() => openSimulator(app, source.simulatorId, source.unitId)}>{`Open ${source.simulatorName}`}</Button>
      <p className="dim">{sourceWords(source)}</p>
    </div>
  );
}
