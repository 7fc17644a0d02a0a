import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { PreparedWrite, WriteResult } from '../../../shared/contract/points';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useApp, useNumberFormat } from '../../app/app-context';
import { failureTitle, toClientError, type ClientError } from '../../client/client-error';
import { useWriting } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Icon } from '../../components/icon';
import { Note } from '../../components/note/note';
import { useNow } from '../../client/use-now';
import { pointValueText } from '../../components/format/point-text';
import { ArmNote } from './arm-note';
import { ChangePanel } from './change-panel';
import { countOctets, OctetFields } from './octet-fields';
import { useOldValue } from './use-old-value';
import { usePreparedWrite } from './use-prepared-write';
import { useWriteUser } from './use-write-user';
import { ValueInput } from './value-input';
import { WriteFacts } from './write-facts';
import { oldValueChanged, offReason } from './write-gate';
import { changeText, permittedRange, rangeText, readTyped } from './write-model';
import type { TypedValue } from './write-model';
import { WriteOptions } from './write-options';
import { WriteOutcome } from './write-outcome';
import './write.css';

export interface WriteDialogProps {
  readonly device: Device;
  readonly point: Point;
  /** The point's address as the person writes it. */
  readonly address: string;
  readonly onClose: () => void;
}

/** Characters of a value that the button names; a longer one stands above it. */
const LONGEST_ON_BUTTON = 18;

/**
 * Writes one value, deliberately: old value with its age, new value, the octets, what it means. Enter checks; only
 * Ctrl+Enter or a click writes, once. The result takes the place of the footer.
 */
export function WriteDialog({ device, point, address, onClose }: WriteDialogProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const now = useNow(100);
  const { armed } = useWriting();
  const user = useWriteUser();
  const old = useOldValue(point.id);
  const [text, setText] = useState('');
  const [hurry, setHurry] = useState(0);
  const [reason, setReason] = useState('');
  const [verify, setVerify] = useState(true);
  const [state, setState] = useState<'asking' | 'writing' | WriteResult>('asking');
  const [failure, setFailure] = useState<ClientError | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const typed: TypedValue = readTyped(text, point, numbers);
  const value = 'value' in typed ? typed.value : undefined;
  const { prepared, last, failure: askFailure } = usePreparedWrite(point.id, value, old.seen?.value ?? 0, hurry);
  const changed = state === 'asking' && oldValueChanged(old.seen, old.now);
  const why = state === 'writing' ? 'The write is on its way.' : askFailure === '' ? offReason({ armed, typed, prepared, seen: old.seen, now: old.now }) : askFailure;
  const readAt = (changed ? old.seen : (old.now ?? old.seen))?.receivedTime;
  const isDone = typeof state === 'object';
  const shownProblem = problemToShow(text, typed, prepared, askFailure);

  const write = (): void => {
    if (why !== '' || value === undefined || state !== 'asking') return;
    setState('writing');
    setFailure(null);
    app.client
      .call('point.write', { pointId: point.id, value, expectedRaw: old.seen?.quality.level === 'bad' ? null : (old.seen?.raw ?? null), verify, reason })
      .then((result) => setState(result))
      .catch((cause: unknown) => {
        setState('asking');
        setFailure(toClientError(cause));
      });
  };
  const again = (): void => {
    old.takeNow();
    setState('asking');
    setText('');
    requestAnimationFrame(() => input.current?.focus());
  };
  const readNow = (): void => {
    void app.attempt(`${device.deviceId} could not be read`, () => app.client.call('device.readNow', { deviceId: device.id }));
  };
  const check = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey) return;
    event.preventDefault();
    setHurry((before) => before + 1);
  };

  const range = point.enumeration.length > 0 || point.dataType === 'boolean' ? '' : rangeText(permittedRange(point), point, numbers);
  const written = value === undefined ? '' : newText(value, point, numbers);
  const act = written === '' || written.length > LONGEST_ON_BUTTON ? `Write to ${device.deviceId}` : `Write ${written} to ${device.deviceId}`;
  return (
    <Dialog
      title={<span className="row"><Icon name="write" />{`Write ${point.name}`}</span>}
      dismissable={state !== 'writing'}
      onClose={onClose}
      onSubmit={isDone ? onClose : write}
      footer={
        isDone ? (
          <div key="result" className="write-footer">
            <span className="grow">
              <WriteOutcome result={state} where={`${device.deviceId} ${address}`.trim()} onReadNow={readNow} />
            </span>
            <Button big onClick={again}>Write again</Button>
            <Button big variant="primary" keys="Esc" onClick={onClose} autoFocus>Close</Button>
          </div>
        ) : (
          <div key="asking" className="write-footer">
            <span className="who grow">{user === '' ? '' : `Recorded as ${user}`}</span>
            <Button big keys="Esc" onClick={onClose}>Cancel</Button>
            <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={write}>
              {state === 'writing' ? 'Writing' : act}
            </Button>
          </div>
        )
      }
    >
      <WriteFacts device={device} point={point} address={address} prepared={last} numbers={numbers} />
      <ChangePanel
        point={point}
        old={old.seen}
        oldAgeMs={readAt === undefined ? undefined : Math.max(0, now - readAt) / 1000}
        numbers={numbers}
        newCaption={isDone ? 'Sent' : range === '' ? 'New value' : `New value, ${range}`}
        done={isDone}
        input={
          <ValueInput ref={input} point={point} value={text} onChange={setText} onKeyDown={check} invalid={shownProblem !== ''} describedBy="write-problem" disabled={state !== 'asking'} autoFocus={armed} />
        }
        change={value === undefined ? '' : changeText(old.seen?.quality.level === 'bad' ? null : old.seen?.value, value, point, numbers)}
        newRaw={prepared?.newRaw ?? ''}
      />
      <p id="write-problem" className="write-problem" role={shownProblem === '' ? undefined : 'alert'}>
        {shownProblem === '' ? '' : <><Icon name="q-bad" size="s" />{shownProblem}</>}
      </p>
      <section className="write-octets">
        <h3 className="write-caption">{prepared === null || prepared.octets.length === 0 ? 'Octets that will be sent' : `Octets that will be sent, ${countOctets(prepared.octets)}`}</h3>
        {prepared === null ? null : <OctetFields fields={prepared.octets} label="Octets that will be sent, field by field" />}
      </section>
      {armed || isDone ? null : <ArmNote />}
      {changed && old.now !== undefined ? (
        <Note kind="uncertain" title={`The old value changed to ${newText(old.now.value, point, numbers)}`} announce actions={<Button onClick={old.takeNow}>Take it as the old value</Button>}>
          {`It was ${old.seen === undefined || old.seen.quality.level === 'bad' ? 'not known' : newText(old.seen.value, point, numbers)} when this was opened.`}
        </Note>
      ) : null}
      {failure === null ? null : <Note kind="bad" title={failureTitle(failure, 'Nothing was written')} announce>{failure.message}</Note>}
      {prepared !== null && prepared.consequences.length > 0 ? (
        <Note kind="uncertain" title={prepared.consequences[0] ?? ''}>
          {prepared.consequences.slice(1).join(' ')}
        </Note>
      ) : null}
      <WriteOptions reason={reason} onReason={setReason} verify={verify} onVerify={setVerify} disabled={state !== 'asking'} />
    </Dialog>
  );
}

/** `78.5 °C` */
function newText(value: Parameters<typeof pointValueText>[0], point: Point, numbers: Parameters<typeof pointValueText>[2]): string {
  const text = pointValueText(value, point, numbers);
  return point.unit === '' ? text : `${text} ${point.unit}`;
}

/** What is wrong with what was typed; nothing is said of an empty field. */
function problemToShow(text: string, typed: TypedValue, prepared: PreparedWrite | null, askFailure: string): string {
  if (text.trim() === '') return '';
  if ('problem' in typed) return typed.problem;
  return askFailure === '' ? (prepared?.problem ?? '') : askFailure;
}
