import { useCallback, useMemo, useState } from 'react';
import { z } from 'zod';
import { MOST_DEVICE_FILE_OCTETS, type DeviceFile, type DeviceFilesDescription } from '../../../shared/contract/device-files';
import type { Device } from '../../../shared/domain/device';
import { useApp, useCommands, useNumberFormat, useViewState } from '../../app/app-context';
import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { useDevice, useProtocol } from '../../app/open-project';
import { useLive } from '../../client/client-context';
import { useDeviceStatus, useProcedure } from '../../client/hooks';
import { jobEnded } from '../../client/job-file';
import { Button } from '../../components/button/button';
import { chooseFile, fileContent } from '../../components/download';
import { formatCount } from '../../components/format/number';
import { NO_SELECTION, type Selection } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { useRowHeight } from '../register-map/use-row-height';
import { FileChangeDialog } from './file-change-dialog';
import { fileColumns, type FileRow } from './file-columns';
import { parentPath, pathIn } from './file-paths';
import { useFetchFile } from './use-fetch-file';
import './device-files.css';

const pathSchema = z.string().max(255);

/** Files that a device keeps: looked at, saved, sent, deleted. */
export function DeviceFilesDocument({ document, active }: DocumentProps) {
  const device = useDevice(document.id);
  const description = useProtocol(device?.protocol)?.files;
  if (device === undefined) return <DeviceGone />;
  if (description === undefined) return <EmptyState title={`${device.deviceId} keeps no files`}>Its protocol transfers none.</EmptyState>;
  return <DeviceFiles key={device.id} document={document} active={active} device={device} description={description} />;
}

function DeviceFiles({ document, active, device, description }: DocumentProps & { readonly device: Device; readonly description: DeviceFilesDescription }) {
  const app = useApp();
  const numbers = useNumberFormat();
  const rowHeight = useRowHeight();
  const { jobs } = useLive();
  const status = useDeviceStatus(device.id);
  const fetchFile = useFetchFile(device.id);
  const [path, setPath] = useViewState(document, 'path', pathSchema, description.root);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const connected = status?.state === 'connected';
  const directory = useProcedure('device.files.list', connected ? { deviceId: device.id, path } : null);
  const { reload } = directory;
  const shown = directory.data?.path === path ? directory.data : undefined;
  const entries = shown?.entries ?? [];
  const chosen = entries.find((file) => file.path === selection.focus);
  const parent = parentPath(path, description);
  const columns = useMemo(() => fileColumns(numbers), [numbers]);
  const off = connected ? '' : 'The device is not connected.';
  const offFile = off !== '' ? off : chosen === undefined ? 'No file is selected.' : chosen.type === 'directory' ? 'A directory is selected.' : '';

  const go = (to: string): void => {
    setSelection(NO_SELECTION);
    setPath(to);
  };
  const save = (file: DeviceFile): void => {
    void app.attempt(`${file.path} was not fetched`, () => fetchFile(file.path));
  };
  const open = (file: DeviceFile): void => {
    if (file.type === 'directory') go(file.path);
    else save(file);
  };
  const send = useCallback(async (): Promise<void> => {
    const file = await chooseFile('');
    if (file === null) return;
    if (file.size > MOST_DEVICE_FILE_OCTETS) throw new Error(`${file.name} has ${formatCount(file.size, numbers)} octets; ${formatCount(MOST_DEVICE_FILE_OCTETS, numbers)} are the most that is sent. Nothing was sent.`);
    const { contentBase64 } = await fileContent(file);
    const confirm = async (to: string, confirmed: string, reason: string): Promise<void> => {
      const started = await app.client.call('device.files.write', { deviceId: device.id, path: to, contentBase64, confirmed, reason });
      void app.attempt(`${to} was not sent to ${device.deviceId}`, async () => {
        const job = await jobEnded(jobs, started.id);
        reload();
        if (job.state === 'failed') throw new Error(job.message);
      });
    };
    app.openDialog((close) => <FileChangeDialog device={device} change="write" path={pathIn(path, file.name, description)} size={file.size} namesFile onClose={close} onConfirm={confirm} />);
  }, [app, device, description, jobs, numbers, path, reload]);
  const choose = (): void => {
    void app.attempt('The file was not sent', send);
  };
  const remove = (file: DeviceFile): void => {
    const confirm = async (of: string, confirmed: string, reason: string): Promise<void> => {
      await app.client.call('device.files.delete', { deviceId: device.id, path: of, confirmed, reason });
      reload();
    };
    app.openDialog((close) => <FileChangeDialog device={device} change="delete" path={file.path} size={0} namesFile={false} onClose={close} onConfirm={confirm} />);
  };
  const commands = useMemo(
    () => [
      { id: 'files.send', title: 'Send a file to the device', offReason: () => off, run: () => void app.attempt('The file was not sent', send) },
      { id: 'files.reload', title: 'Read the directory again', offReason: () => off, run: reload },
    ],
    [app, off, reload, send],
  );
  useCommands(active ? commands : null);

  return (
    <div className="pane device-files">
      <div className="tools" role="toolbar" aria-label="Tools of the files">
        <Button icon="aleft" offReason={off !== '' ? off : parent === null ? 'This is the root.' : ''} onClick={() => go(parent ?? description.root)}>Up</Button>
        <span className="mono ell" aria-label="Directory">{path}</span>
        {shown === undefined ? null : <span className="dim">{`${formatCount(entries.length + shown.more, numbers)} ${entries.length + shown.more === 1 ? 'entry' : 'entries'}`}</span>}
        <span className="grow" />
        <Button icon="refresh" offReason={off} onClick={reload}>Read again</Button>
        <Button icon="export" offReason={offFile} onClick={() => { if (chosen !== undefined) save(chosen); }}>Save to disk</Button>
        <Button icon="import" offReason={off} onClick={choose}>Send a file</Button>
        <Button offReason={offFile} onClick={() => { if (chosen !== undefined) remove(chosen); }}>Delete</Button>
      </div>
      {shown !== undefined && shown.more > 0 ? <Note kind="uncertain" title={`${formatCount(shown.more, numbers)} further entries are not shown`} /> : null}
      {directory.error === undefined || !connected ? null : (
        <Note kind="bad" title={`${path} could not be read`} announce actions={<Button onClick={() => go(description.root)}>{`Go to ${description.root}`}</Button>}>{directory.error.message}</Note>
      )}
      <VirtualGrid<FileRow>
        label={`Files of ${device.deviceId} in ${path}`}
        columns={columns}
        items={entries.map((file) => ({ row: { key: file.path, file } }))}
        nameOf={({ file }) => file.name}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        onOpen={({ file }) => open(file)}
        onKey={(event) => {
          if (event.key === 'Backspace' && parent !== null) go(parent);
          else if (event.key === 'Delete' && offFile === '' && chosen !== undefined) remove(chosen);
          else return false;
          return true;
        }}
        empty={<Empty device={device} connected={connected} asked={shown !== undefined} failed={directory.error !== undefined} onConnect={() => app.commands.runById('device.connect')} onSend={choose} />}
      />
    </div>
  );
}

function Empty({ device, connected, asked, failed, onConnect, onSend }: { readonly device: Device; readonly connected: boolean; readonly asked: boolean; readonly failed: boolean; readonly onConnect: () => void; readonly onSend: () => void }) {
  if (!connected) return <EmptyState title={`${device.deviceId} is not connected`} actions={<Button onClick={onConnect}>Connect</Button>}>Its files are listed as soon as it is.</EmptyState>;
  if (failed) return <EmptyState title="Nothing to show">The message above says why. Not every device keeps files, and some begin at another directory.</EmptyState>;
  if (!asked) return <EmptyState title="Reading the directory">The device is being asked.</EmptyState>;
  return <EmptyState title="This directory is empty" actions={<Button icon="import" onClick={onSend}>Send a file</Button>}>A file that is sent here stands here.</EmptyState>;
}
