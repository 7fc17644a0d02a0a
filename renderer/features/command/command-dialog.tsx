import { useEffect, useRef, useState } from 'react';
import type { CommandForm } from '../../../shared/contract/commands';
import type { Device } from '../../../shared/domain/device';
import type { Opaque, Point } from '../../../shared/domain/point';
import { useNumberFormat } from '../../app/app-context';
import { failureTitle } from '../../client/client-error';
import { usePointSample, useWriting } from '../../client/hooks';
import { useNow } from '../../client/use-now';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { TextField } from '../../components/field/text-field';
import { formatAge } from '../../components/format/age';
import { NO_VALUE } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { Icon } from '../../components/icon';
import { Note } from '../../components/note/note';
import { SettingInput } from '../../components/setting/setting-input';
import { settingValue } from '../../components/setting/setting-values';
import { ArmNote } from '../write/arm-note';
import { countOctets, OctetFields } from '../write/octet-fields';
import { useWriteUser } from '../write/use-write-user';
import { ValueInput } from '../write/value-input';
import { permittedRange, rangeText, readTyped } from '../write/write-model';
import { commandOffReason, expectedAt, optionProblem } from './command-model';
import { CommandFooter } from './command-footer';
import { CommandTimeline } from './command-timeline';
import { FeedbackFields } from './feedback-fields';
import type { FeedbackChoice } from './feedback-fields';
import { useCommandRun } from './use-command-run';
import { usePreparedCommand } from './use-prepared-command';
import '../write/write.css';
import './command.css';

export interface CommandDialogProps {
  readonly device: Device;
  readonly point: Point;
  readonly form: CommandForm;
  /** The point's address as the person writes it. */
  readonly address: string;
  readonly onClose: () => void;
}

/**
 * Commands one output with everything that its protocol lets choose; only Ctrl+Enter or a click sends, once. Then it
 * follows what comes of it: selected, accepted, feedback seen, verdict.
 */
export function CommandDialog({ device, point, form, address, onClose }: CommandDialogProps) {
  const numbers = useNumberFormat();
  const { armed } = useWriting();
  const user = useWriteUser();
  const now = useNow(100);
  const shown = usePointSample(form.feedbackPointId ?? point.id);
  const [options, setOptions] = useState<Opaque>(form.options);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [feedback, setFeedback] = useState<FeedbackChoice>({ pointId: form.feedbackPointId, anyChange: false, withinS: 5 });
  const { run, busy, failure, give, operate, cancel, forget } = useCommandRun();

  const fields = useRef<HTMLDivElement>(null);
  const wasArmed = useRef(armed);
  // The button that armed is gone: what it was pressed for comes next.
  useEffect(() => {
    if (armed && !wasArmed.current) fields.current?.querySelector<HTMLElement>('select, input')?.focus();
    wasArmed.current = armed;
  }, [armed]);

  const typed = form.takesValue ? readTyped(text, point, numbers) : { value: null };
  const value = 'value' in typed ? typed.value : undefined;
  const { prepared, last, failure: askFailure } = usePreparedCommand(point.id, value, options);
  const problem = ('problem' in typed ? typed.problem : '') || optionProblem(form.fields, options) || askFailure;
  const why = commandOffReason({ armed, problem, prepared, feedback });
  const begun = run !== null || busy;
  const watched = device.points.find(({ id }) => id === feedback.pointId);
  const expected = expectedAt(watched, prepared?.expected ?? last?.expected ?? null);

  const send = (): void => {
    if (why !== '' || begun || value === undefined) return;
    const withinMs = Math.round((feedback.withinS ?? 5) * 1000);
    give({ pointId: point.id, value, options, reason, feedback: feedback.pointId === null ? null : { pointId: feedback.pointId, expected: feedback.anyChange ? null : expected, withinMs } });
  };
  const submit = (): void => {
    if (run?.state === 'selected') operate();
    else if (run?.verdict == null) send();
    else onClose();
  };
  const isBad = shown === undefined || shown.quality.level === 'bad';
  const shownProblem = text === '' && form.takesValue ? '' : problem || (prepared?.problem ?? '');

  return (
    <Dialog
      title={<span className="row"><Icon name="write" />{`Command ${point.name}`}</span>}
      subtitle={`${device.deviceId} ${address}`.trim()}
      width={800}
      dismissable={!begun}
      onClose={() => {
        // What waits for its second step is not left behind.
        if (run?.state === 'selected') cancel();
        onClose();
      }}
      onSubmit={submit}
      footer={<CommandFooter run={run} busy={busy} user={user} prepared={prepared} offReason={why} now={now} act={device.deviceId} onSend={send} onOperate={operate} onCancelSelected={cancel} onAgain={forget} onClose={onClose} />}
    >
      {armed || run !== null ? null : <ArmNote />}
      <dl className="pairs command-facts">
        <dt>Connection</dt>
        <dd>{last?.connection ?? NO_VALUE}</dd>
        <dt>Now</dt>
        <dd>
          <strong>{isBad ? NO_VALUE : `${pointValueText(shown.value, point, numbers)} ${point.unit}`.trim()}</strong>
          <span className="dim">{shown === undefined ? ' not read yet' : isBad ? ` ${shown.quality.reason}` : ` read ${formatAge(Math.max(0, now - shown.receivedTime) / 1000)} ago`}</span>
        </dd>
      </dl>
      {run === null ? (
        <>
          <div ref={fields} className="command-form" inert={begun}>
            <FieldGrid title="Command">
              {form.takesValue ? (
                <div className="field">
                  <span className="field-label" aria-hidden="true">New value</span>
                  <div className="field-control">
                    <ValueInput point={point} value={text} onChange={setText} invalid={shownProblem !== ''} describedBy="command-problem" autoFocus={armed} />
                    <span className="dim">{rangeText(permittedRange(point), point, numbers) || point.unit}</span>
                  </div>
                </div>
              ) : null}
              {form.fields.map((field, at) => (
                <SettingInput key={field.key} field={field} value={settingValue(options, field)} onChange={(changed) => setOptions({ ...options, [field.key]: changed })} autoFocus={at === 0 && !form.takesValue && armed} />
              ))}
            </FieldGrid>
            <FeedbackFields device={device} choice={feedback} onChange={setFeedback} expected={expected} numbers={numbers} />
          </div>
          <p id="command-problem" className="write-problem" role={shownProblem === '' ? undefined : 'alert'}>
            {shownProblem === '' ? '' : <><Icon name="q-bad" size="s" />{shownProblem}</>}
          </p>
          <section className="write-octets">
            <h3 className="write-caption">{prepared === null || prepared.octets.length === 0 ? 'Octets that will be sent' : `Octets that will be sent, ${countOctets(prepared.octets)}`}</h3>
            {last === null ? <p className="dim">They stand here as soon as there is a value.</p> : <OctetFields fields={last.octets} label="Octets that will be sent, field by field" />}
          </section>
          {last === null || last.consequences.length === 0 ? null : <Note kind="plain" title={last.consequences[0] ?? ''}>{last.consequences.slice(1).join(' ')}</Note>}
          <TextField label="Reason" value={reason} onChange={setReason} fill maxLength={1000} disabled={busy} placeholder="Kept with the command" />
        </>
      ) : (
        <CommandTimeline run={run} />
      )}
      {failure === null ? null : <Note kind="bad" title={failureTitle(failure, 'It was not sent')} announce>{failure.message}</Note>}
    </Dialog>
  );
}
