import { useState } from 'react';
import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import type { TemplateSource } from '../../../shared/contract/templates';
import type { Template } from '../../../shared/domain/template';
import { useApp } from '../../app/app-context';
import { toClientError } from '../../client/client-error';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { Field, FieldGrid } from '../../components/field/field';
import { Segmented } from '../../components/field/segmented';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { Note } from '../../components/note/note';
import { Progress } from '../../components/note/progress';
import { fieldVisible, settingValue } from '../../components/setting/setting-values';
import { draftProblems, editOf, emptyDraft } from './device-draft';
import type { DeviceDraft } from './device-draft';
import { freeDeviceLabel } from './free-label';
import { DeviceSettingInput } from './device-setting-input';
import { TestReport } from './test-report';
import { useDeviceTest } from './use-device-test';
import './device-editor.css';

export interface ConnectDialogProps {
  readonly protocols: readonly ProtocolDescription[];
  /** What the device is made from, with its points; missing: a device without points. */
  readonly template?: { readonly template: Template; readonly source: TemplateSource };
  readonly onClose: () => void;
}

/** The group in which a protocol puts what a connection needs; everything else has a default and is in the settings. */
const CONNECTION = 'Connection';

/** The shortest way to a device: protocol, where it is, which one, its name; test; add; on to its points. */
export function ConnectDialog({ protocols, template, onClose }: ConnectDialogProps) {
  const app = useApp();
  const project = useOpenProject()?.project;
  const taken = (project?.devices ?? []).map((device) => device.deviceId);
  const startDraft = (of: ProtocolDescription | undefined): DeviceDraft | null => {
    if (of === undefined) return null;
    const policy = project?.protocols[of.name];
    const given = template?.template;
    const draft = emptyDraft(of, { line: { ...policy?.lineDefaults, ...given?.lineSettings }, device: { ...policy?.deviceDefaults, ...given?.settings } });
    return { ...draft, deviceId: freeDeviceLabel(taken), pollIntervalMs: given?.pollIntervalMs ?? policy?.pollIntervalMs ?? null, description: given === undefined ? '' : `${given.vendor} ${given.model}` };
  };
  const [description, setDescription] = useState(protocols[0]);
  const [draft, setDraft] = useState<DeviceDraft | null>(() => startDraft(protocols[0]));
  const [touched, setTouched] = useState(false);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const test = useDeviceTest(null);

  if (description === undefined || draft === null) {
    return (
      <Dialog title="Connect one device" onClose={onClose}>
        <p>Every protocol is switched off. Switch one on in Settings.</p>
      </Dialog>
    );
  }
  const change = (next: DeviceDraft): void => {
    setDraft(next);
    setRefused({});
    setFailure('');
    if (test.result !== null || test.failure !== '') test.leave();
  };
  const found = { ...missing(description, draft), ...draftProblems(draft, description, taken) };
  const problems = { ...(touched ? found : {}), ...refused };
  const wrong = Object.keys(found).length;
  const first = Object.values(found)[0] ?? '';
  const add = (): void => {
    setTouched(true);
    if (wrong > 0 || busy) return;
    setBusy(true);
    const edit = editOf(draft, null);
    const added = template === undefined ? app.client.call('device.add', { ...edit, enabled: true }) : app.client.call('template.addDevice', { source: template.source, edit, enabled: true });
    added
      .then(({ id }) => {
        app.workspace.open({ kind: 'register-map', id });
        app.workspace.select({ kind: 'device', deviceId: id });
        onClose();
      })
      .catch((cause: unknown) => {
        const { error } = toClientError(cause);
        setRefused(Object.fromEntries((error.details.fields ?? []).map((field) => [field.path, field.message])));
        setFailure(error.message);
        setBusy(false);
      });
  };
  const runTest = (): void => {
    setTouched(true);
    if (wrong === 0) test.run(editOf(draft, null));
  };
  const values = { ...draft.settings, ...draft.lineSettings };
  const drawn = (field: SettingField, part: 'lineSettings' | 'settings', autoFocus: boolean) => (
    <DeviceSettingInput
      key={`${part}.${field.key}`}
      field={field}
      value={settingValue(draft[part], field)}
      error={problems[`${part}.${field.key}`]}
      autoFocus={autoFocus}
      onChange={(value) => change({ ...draft, [part]: { ...draft[part], [field.key]: value } })}
    />
  );
  const shown = (fields: readonly SettingField[]): readonly SettingField[] => fields.filter((field) => field.group === CONNECTION && fieldVisible(field, values));
  const lineFields = shown(description.lineFields);
  const focusKey = lineFields.find((field) => field.kind === 'text')?.key;
  return (
    <Dialog
      title="Connect one device"
      width={720}
      onClose={onClose}
      onSubmit={add}
      footer={
        <>
          {template === undefined ? <Button big icon="file" onClick={() => app.commands.runById('template.addDevice')}>From a template</Button> : null}
          <span className="grow dim">{busy ? '' : touched && wrong > 0 ? first : ''}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big icon="play" keys="F5" offReason={test.running ? 'The test is running.' : ''} onClick={runTest}>Test connection</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={busy ? 'The device is being added.' : ''} onClick={add}>{`Add ${draft.deviceId.trim() || 'the device'}`}</Button>
        </>
      }
    >
      <div
        onKeyDown={(event) => {
          if (event.key !== 'F5') return;
          event.preventDefault();
          event.stopPropagation();
          runTest();
        }}
      >
        {template === undefined ? null : <TemplateNote template={template.template} />}
        <FieldGrid>
          {protocols.length < 2 ? null : (
            <Field label="Protocol">
              {() => (
                <Segmented
                  label="Protocol"
                  value={description.name}
                  choices={protocols.map((protocol) => ({ value: protocol.name, label: protocol.title }))}
                  onChange={(name) => {
                    const next = protocols.find((protocol) => protocol.name === name);
                    setDescription(next);
                    setDraft(startDraft(next));
                    setTouched(false);
                    test.leave();
                  }}
                />
              )}
            </Field>
          )}
          {lineFields.map((field) => drawn(field, 'lineSettings', field.key === focusKey))}
          {shown(description.deviceFields).map((field) => drawn(field, 'settings', false))}
          <TextField label="Name" value={draft.deviceId} onChange={(deviceId) => change({ ...draft, deviceId })} maxLength={64} width={18} error={problems['deviceId']} hint="unique among all devices" />
          <TextField label="Description" value={draft.description} onChange={(text) => change({ ...draft, description: text })} maxLength={2000} width={36} />
        </FieldGrid>
      </div>
      {failure === '' ? null : (
        <Note kind="bad" title="The device was not added" announce>
          {failure}
        </Note>
      )}
      {test.running ? <Progress title="Testing the connection" text="opens, reads one thing, closes" share={null} onCancel={test.leave} /> : null}
      {test.failure === '' ? null : (
        <Note kind="bad" title="The test could not be run" announce>
          {test.failure}
        </Note>
      )}
      {test.result === null ? null : <TestReport result={test.result} inDialog />}
    </Dialog>
  );
}

/** What the device will be made from, and what its maker's document says of the settings. */
function TemplateNote({ template }: { readonly template: Template }) {
  return (
    <div className="made-from">
      <Note kind="plain" title={`${template.vendor} ${template.model}, ${counted(template.points.length, 'point')}`}>
        {`After ${template.document.title}. ${template.notes.slice(0, 3).join(' ')}`}
      </Note>
    </div>
  );
}

/** Text fields of the connection that are empty and have no default: they must be filled in. */
function missing(description: ProtocolDescription, draft: DeviceDraft): Record<string, string> {
  const problems: Record<string, string> = {};
  const values = { ...draft.settings, ...draft.lineSettings };
  for (const field of description.lineFields) {
    const needed = field.key === 'host' || field.kind === 'serial-port';
    if (needed && fieldVisible(field, values) && draft.lineSettings[field.key] === '') problems[`lineSettings.${field.key}`] = `${field.label} is needed`;
  }
  return problems;
}
