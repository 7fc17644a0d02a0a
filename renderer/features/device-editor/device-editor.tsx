import { useEffect, useMemo, useState } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device, Line } from '../../../shared/domain/device';
import { useApp, useCommands, useKeysOf } from '../../app/app-context';
import type { Command } from '../../app/commands/command-registry';
import { toClientError } from '../../client/client-error';
import { useDeviceStatus, useOpenProject } from '../../client/hooks';
import { Store } from '../../client/store';
import { Button } from '../../components/button/button';
import { Toolbar } from '../../components/toolbar/toolbar';
import { Note } from '../../components/note/note';
import { Tag } from '../../components/marks/tag';
import { useEditOffReason } from '../../app/open-project';
import { DeviceForm, TIMING } from './device-form';
import { draftOf, draftProblems, editOf, sameDraft } from './device-draft';
import { DeviceStateWords } from './device-state-words';
import { deviceHints } from './device-hints';
import { TestPane } from './test-pane';
import { useDeviceTest } from './use-device-test';
import { WholeLine } from './whole-line';
import './device-editor.css';

export interface DeviceEditorProps {
  readonly device: Device;
  readonly line: Line | undefined;
  readonly description: ProtocolDescription;
  readonly active: boolean;
}

/** The settings of a device and of its line, with the connection test beside them. Nothing changes before Apply. */
export function DeviceEditor({ device, line, description, active }: DeviceEditorProps) {
  const app = useApp();
  const project = useOpenProject()?.project;
  const status = useDeviceStatus(device.id);
  const readOnly = useEditOffReason();
  const saved = useMemo(() => draftOf(device, line, description), [device, line, description]);
  const [draft, setDraft] = useState(saved);
  const [before, setBefore] = useState(saved);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  // What was not touched follows the project (undo, another window); what was typed stays.
  if (!sameDraft(before, saved)) {
    setBefore(saved);
    if (sameDraft(draft, before)) setDraft(saved);
  }
  const changed = !sameDraft(draft, saved);
  const taken = (project?.devices ?? []).filter((each) => each.id !== device.id).map((each) => each.deviceId);
  const problems = { ...refused, ...draftProblems(draft, description, taken) };
  const wrong = Object.keys(problems).length;
  const test = useDeviceTest(device.id);

  const applyOff = readOnly || (busy ? 'The settings are being applied.' : wrong > 0 ? `${wrong} ${wrong === 1 ? 'field is' : 'fields are'} wrong.` : changed ? '' : 'Nothing was changed.');
  const testOff = test.running ? 'The test is running.' : wrong > 0 ? `${wrong} ${wrong === 1 ? 'field is' : 'fields are'} wrong.` : '';
  const edit = editOf(draft, line?.name ?? null);
  const apply = (): void => {
    if (applyOff !== '') return;
    setBusy(true);
    setFailure('');
    app.client
      .call('device.update', { ...editOf(draft, sameLine(draft.lineSettings, saved.lineSettings) ? (line?.name ?? null) : null), id: device.id })
      .then(() => setRefused({}))
      .catch((cause: unknown) => {
        const { error } = toClientError(cause);
        setRefused(Object.fromEntries((error.details.fields ?? []).map((field) => [field.path, field.message])));
        setFailure(error.message);
      })
      .finally(() => setBusy(false));
  };
  const revert = (): void => {
    setDraft(saved);
    setRefused({});
    setFailure('');
  };
  const runTest = (): void => {
    if (testOff === '') test.run(edit);
  };
  const connection = (): void => {
    const wanted = !device.enabled;
    void app.attempt(`${device.deviceId} can't be ${wanted ? 'connected' : 'disconnected'}`, () => app.client.call(wanted ? 'device.connect' : 'device.disconnect', { deviceId: device.id }));
  };

  const [now] = useState(() => new Store({ apply, runTest, applyOff, testOff }));
  useEffect(() => {
    now.set({ apply, runTest, applyOff, testOff });
  });
  const commands = useMemo(
    (): readonly Command[] => [
      { id: 'device.apply', title: `Apply the settings of ${device.deviceId}`, menu: 'Device', group: 'settings', keys: 'Ctrl+Enter', offReason: () => now.get().applyOff, run: () => now.get().apply() },
      { id: 'device.test', title: `Test the connection of ${device.deviceId}`, menu: 'Device', group: 'settings', keys: 'F5', icon: 'play', offReason: () => now.get().testOff, run: () => now.get().runTest() },
    ],
    [now, device.deviceId],
  );
  useCommands(active ? commands : null);
  const applyKeys = useKeysOf('device.apply');
  const testKeys = useKeysOf('device.test');
  const revertOff = changed ? '' : 'Nothing was changed.';
  useEffect(() => {
    if (active) app.workspace.select({ kind: 'device', deviceId: device.id });
  }, [app, active, device.id]);

  return (
    <div className="pane">
      <Toolbar
        label={`Settings of ${device.deviceId}`}
        tools={[
          { id: 'name', tool: <><b className="strong device-name ell">{device.deviceId}</b><Tag>{description.title}</Tag></> },
          { id: 'state', least: 24, tool: <span className="device-state ell"><DeviceStateWords status={status} /></span> },
        ]}
        endTools={[
          { id: 'changed', least: 0, tool: changed ? <span className="dim ell">Not applied yet</span> : null },
          {
            id: 'revert',
            tool: <Button variant="quiet" icon="undo" offReason={revertOff} onClick={revert}>Revert</Button>,
            inMenu: () => [{ id: 'revert', label: 'Revert', icon: 'undo', offReason: revertOff, onSelect: revert }],
          },
          {
            id: 'connection',
            tool: <Button variant="quiet" icon="link" onClick={connection}>{device.enabled ? 'Disconnect' : 'Connect'}</Button>,
            inMenu: () => [{ id: 'connection', label: device.enabled ? 'Disconnect' : 'Connect', icon: 'link', onSelect: connection }],
          },
          { id: 'apply', tool: <Button keys={applyKeys} offReason={applyOff} onClick={apply}>Apply</Button> },
          { id: 'test', tool: <Button variant="primary" icon="play" keys={testKeys} offReason={testOff} onClick={runTest}>Test connection</Button> },
        ]}
      />
      <div className="device-editor">
        <div className="scroll device-form-pane">
          {failure === '' ? null : (
            <Note kind="bad" title="The settings were not applied" announce>
              {`${failure} The device works on with those before.`}
            </Note>
          )}
          <DeviceForm draft={draft} onDraft={(next) => { setDraft(next); setRefused({}); }} description={description} problems={problems} hints={deviceHints(device, line, project, status)} wholeLine={line === undefined ? null : <WholeLine device={device} line={line} description={description} group={TIMING} offReason={readOnly || (changed ? 'Apply the settings of this device first.' : '')} />} />
        </div>
        <TestPane test={test} label={device.deviceId} onRun={runTest} offReason={testOff} />
      </div>
    </div>
  );
}

function sameLine(a: Line['settings'], b: Line['settings']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
