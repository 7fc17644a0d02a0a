import { useMemo, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { BitPlace } from '../../../shared/contract/word-bits';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useDevice } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { usePointSample, useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { NO_VALUE } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { bitCountOf, bitsText, isSet, wordOf } from '../../components/format/word-bits';
import { Note } from '../../components/note/note';
import { useWordBits } from '../register-map/use-map-rows';
import { useNotation } from '../register-map/use-notation';
import { bitNameChanges, changesText, nameNow } from './bit-name-changes';
import { bitNamesIn, pastedNames } from './bit-names';
import './name-bits.css';

export interface NameBitsDialogProps {
  readonly device: Device;
  readonly word: Point;
  readonly description: ProtocolDescription;
  readonly onClose: () => void;
}

/** All bits of a word with their names and what they are now: many are named, renamed and deleted in one step of undo. */
export function NameBitsDialog({ device: given, word, description, onClose }: NameBitsDialogProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const device = useDevice(given.id) ?? given;
  const [notation] = useNotation(device, description);
  const { data, error } = useProcedure('point.bits', { pointId: word.id });
  const words = useWordBits(device);
  const sample = usePointSample(word.id);
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map());
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const points = useMemo(() => new Map(device.points.map((point) => [point.id, point])), [device.points]);
  const places = data?.bits ?? [];
  const changes = bitNameChanges(places, points, typed);
  const suggested = bitNamesIn(word.description).filter(({ bit }) => bit < bitCountOf(word.dataType));
  const now = sample === undefined || sample.quality.level === 'bad' ? null : wordOf(sample.value, word.dataType);
  const problem = error?.message ?? data?.problem ?? '';
  const why = busy ? 'The bits are being named.' : problem !== '' ? problem : changes.length === 0 ? 'No name is changed.' : '';
  const set = (names: Iterable<readonly [number, string]>): void => setTyped((before) => new Map([...before, ...names]));
  const act = (): void => {
    if (why !== '') return;
    setBusy(true);
    app.client.call('point.nameBits', { pointId: word.id, names: changes.map(({ bit, name }) => ({ bit, name })) }).then(
      () => {
        onClose();
        app.offerUndo(`Bits of ${word.name}: ${changesText(changes)}`);
      },
      (cause: unknown) => {
        setBusy(false);
        setFailure(toClientError(cause).message);
      },
    );
  };
  const stateOf = ({ bit, pointId }: BitPlace): { readonly text: string; readonly set: boolean } => {
    if (now === null) return { text: NO_VALUE, set: false };
    const point = points.get(pointId ?? '');
    const one = isSet(now, bit);
    return { text: point === undefined ? (one ? '1' : '0') : pointValueText(one, point, numbers), set: one };
  };
  const fieldOver = (bit: number): string => {
    const field = words?.[word.id]?.find((part) => part.count > 1 && bit >= part.bit && bit < part.bit + part.count);
    return field === undefined ? '' : `in ${points.get(field.pointId)?.name ?? 'a field'}, bits ${bitsText(field)}`;
  };
  return (
    <Dialog
      title="Name bits"
      subtitle={`${word.name}, ${device.deviceId}`}
      width={640}
      onClose={onClose}
      onSubmit={act}
      footer={
        <>
          <span className="grow dim" role="status">{changes.length === 0 ? 'An empty name deletes the bit from the map' : changesText(changes)}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={act}>{actWords(changes)}</Button>
        </>
      }
    >
      {problem === '' ? null : <Note kind="bad" title="There are no bits to name" announce>{problem}</Note>}
      {failure === '' ? null : <Note kind="bad" title="Nothing was named" announce>{failure}</Note>}
      {places.length === 0 ? null : (
        <>
          <div className="row wrap">
            <span className="dim grow">Enter goes to the next bit. Names copied from a list, a line each, are pasted downwards.</span>
            {suggested.length === 0 ? null : <Button onClick={() => set(suggested.map(({ bit, name }) => [bit, name] as const))}>{`Take ${suggested.length} from the description`}</Button>}
          </div>
          <div className="name-bits framed">
            <table className="list">
              <thead><tr><th className="num">Bit</th><th>Address</th><th>Name</th><th>Now</th></tr></thead>
              <tbody>
                {places.map((place) => {
                  const state = stateOf(place);
                  const change = changes.find(({ bit }) => bit === place.bit);
                  return (
                    <tr key={place.bit}>
                      <td className="num">{place.bit}</td>
                      <td className="mono dim">{place.addresses[notation] ?? place.addresses[0]}</td>
                      <td>
                        <span className="input input-fill">
                          <input
                            aria-label={`Name of bit ${place.bit}`}
                            value={typed.get(place.bit) ?? nameNow(place, points)}
                            placeholder={fieldOver(place.bit)}
                            maxLength={200}
                            autoComplete="off"
                            spellCheck={false}
                            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is for typing names
                            autoFocus={place.bit === 0}
                            onChange={(event) => set([[place.bit, event.target.value]])}
                            onKeyDown={goOn}
                            onPaste={(event) => paste(event, place.bit, places.length, set)}
                          />
                          {change === undefined ? null : <span className="input-unit">{change.kind}</span>}
                        </span>
                      </td>
                      <td className={state.set ? 'bit-set' : 'dim'}>{state.text}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Dialog>
  );
}

function actWords(changes: readonly { readonly kind: string }[]): string {
  const count = `${changes.length} ${changes.length === 1 ? 'bit' : 'bits'}`;
  return changes.every(({ kind }) => kind === 'new') ? `Name ${changes.length === 0 ? 'bits' : count}` : `Change ${count}`;
}

/** Enter and the arrows go from bit to bit; Ctrl+Enter is the dialog's. */
function goOn(event: KeyboardEvent<HTMLInputElement>): void {
  const step = event.ctrlKey ? 0 : event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey) ? 1 : event.key === 'ArrowUp' || event.key === 'Enter' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const fields = [...(event.currentTarget.closest('table')?.querySelectorAll('input') ?? [])];
  const next = fields[fields.indexOf(event.currentTarget) + step];
  next?.focus();
  next?.select();
}

function paste(event: ClipboardEvent, from: number, size: number, set: (names: (readonly [number, string])[]) => void): void {
  const names = pastedNames(event.clipboardData.getData('text'));
  if (names.length < 2) return;
  event.preventDefault();
  set(names.slice(0, size - from).map((name, at) => [from + at, name] as const));
}
