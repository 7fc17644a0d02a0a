import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { RawRequest, RequestResult } from '../../../shared/contract/device-requests';
import type { RequestFunction } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import { useApp } from '../../app/app-context';
import { failureTitle, toClientError, type ClientError } from '../../client/client-error';
import { useWriting } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Field, FieldGrid } from '../../components/field/field';
import { Select } from '../../components/field/select';
import { Switch } from '../../components/field/switch';
import { TextField } from '../../components/field/text-field';
import { formatDuration } from '../../components/format/age';
import { Note } from '../../components/note/note';
import { SettingInput } from '../../components/setting/setting-input';
import { settingValue } from '../../components/setting/setting-values';
import { ArmNote } from '../write/arm-note';
import { BroadcastDialog } from './broadcast-dialog';
import { OctetTable } from './octet-table';
import { PastRequests } from './past-requests';
import { draftFor, draftProblem } from './request-draft';
import { usePastRequests } from './use-past-requests';
import { usePreparedRequest } from './use-prepared-request';
import './raw-request.css';

export interface RawRequestEditorProps {
  readonly device: Device;
  readonly functions: readonly RequestFunction[];
}

const TITLES: Readonly<Record<RequestResult['outcome'], string>> = { answered: 'Answered', refused: 'Refused', no_answer: 'No answer', not_sent: 'Nothing was sent', sent: 'Sent' };

/** One request made up by hand: its octets before it is sent, the answer field by field after. */
export function RawRequestEditor({ device, functions }: RawRequestEditorProps) {
  const app = useApp();
  const { armed } = useWriting();
  const first = functions.find(({ changes }) => !changes) ?? functions[0];
  const [draft, setDraft] = useState<RawRequest | null>(() => (first === undefined ? null : draftFor(first, {})));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<RequestResult | null>(null);
  const [failure, setFailure] = useState<ClientError | null>(null);
  const [past, addPast] = usePastRequests(device.id);
  const chosen = functions.find(({ id }) => id === draft?.function);
  const { prepared, failure: askFailure } = usePreparedRequest(device.id, draft);
  if (draft === null || chosen === undefined) return null;

  const change = (next: RawRequest): void => {
    setDraft(next);
    setFailure(null);
  };
  const choose = (id: string): void => {
    const wanted = functions.find((each) => each.id === id);
    if (wanted !== undefined) change(draftFor(wanted, draft.values));
  };
  const problem = draftProblem(chosen, draft) || askFailure || (prepared?.problem ?? '');
  const off = busy ? 'The request is on its way.' : problem !== '' ? problem : prepared === null ? 'The octets are being made up.' : prepared.changes && !armed ? 'Read-only is on. Arm writing first.' : '';
  const deliver = (confirmed: string[]): void => {
    setBusy(true);
    setFailure(null);
    const input = { deviceId: device.id, request: draft };
    const sent = prepared?.changes === true ? app.client.call('device.command', { ...input, confirmed, reason }) : app.client.call('device.request', input);
    sent
      .then((answer) => {
        setResult(answer);
        addPast({ ...draft, time: answer.time, operation: answer.operation, outcome: answer.outcome, message: answer.message });
      })
      .catch((cause: unknown) => setFailure(toClientError(cause)))
      .finally(() => setBusy(false));
  };
  const send = (): void => {
    if (off !== '' || prepared === null) return;
    if (draft.broadcast) app.openDialog((close) => <BroadcastDialog prepared={prepared} onSend={() => deliver(prepared.reaches)} onClose={close} />);
    else deliver([]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  };

  return (
    <div className="raw-request" onKeyDown={onKeyDown}>
      <div className="scroll raw-request-form">
        <FieldGrid title="Request">
          <Select label="Function" value={draft.function} choices={functions.map(({ id, title }) => ({ value: id, label: title }))} onChange={choose} {...(chosen.help === '' ? {} : { hint: chosen.help })} />
          {chosen.fields.map((field) => (
            <SettingInput key={field.key} field={field} value={settingValue(draft.values, field)} onChange={(value) => change({ ...draft, values: { ...draft.values, [field.key]: value } })} />
          ))}
          {chosen.broadcast ? (
            <Field label="To">
              {() => <Switch label="All units at once (broadcast)" checked={draft.broadcast} onChange={(broadcast) => change({ ...draft, broadcast })} hint="On serial lines; nobody answers" />}
            </Field>
          ) : null}
          {chosen.changes ? <TextField label="Reason" value={reason} onChange={setReason} width={30} maxLength={1000} hint="Kept in the audit trail" /> : null}
        </FieldGrid>
        <div className="raw-request-send">
          <Button variant="primary" icon="play" keys="Ctrl+Enter" offReason={off} onClick={send}>
            {busy ? 'Sending' : `Send to ${draft.broadcast ? 'all units' : device.deviceId}`}
          </Button>
          <span className="dim">{prepared?.connection ?? ''}</span>
        </div>
        {problem === '' ? null : <p className="text-bad" role="alert">{problem}</p>}
        {chosen.changes && !armed ? <ArmNote /> : null}
        {prepared === null || prepared.consequences.length === 0 ? null : <Note kind="uncertain" title={prepared.consequences[0] ?? ''}>{prepared.consequences.slice(1).join(' ')}</Note>}
        <OctetTable title="Will be sent" fields={prepared?.octets ?? []} empty="Nothing yet: the request is not complete." />
      </div>
      <div className="scroll raw-request-answer">
        {failure === null ? null : <Note kind="bad" title={failureTitle(failure, 'The request was not sent')} announce>{failure.message}</Note>}
        {result === null ? null : (
          <>
            <Note kind={result.outcome === 'answered' || result.outcome === 'sent' ? 'plain' : 'bad'} title={`${TITLES[result.outcome]}: ${result.operation}`} announce>
              {`${result.message}. Took ${formatDuration(result.durationMs)} in all.`}
            </Note>
            <OctetTable title="Sent" fields={result.request} empty="Nothing went out." />
            <OctetTable title="Answer" fields={result.response} empty="Nothing came back." />
          </>
        )}
        <h3>Sent before</h3>
        <PastRequests past={past} onTake={({ function: id, values, broadcast }) => change({ function: id, values, broadcast })} />
      </div>
    </div>
  );
}
