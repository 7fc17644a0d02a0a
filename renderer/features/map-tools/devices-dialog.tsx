import { useState } from 'react';
import type { DeviceRow } from '../../../shared/contract/map-tools';
import type { FileContent } from '../../../shared/contract/common';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { chooseFile, fileContent } from '../../components/download';
import { Segmented } from '../../components/field/segmented';
import { counted } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { readPointListFile, type PointListFile } from '../point-import/read-file';
import { chooseFiles } from './choose-files';
import './map-tools.css';

type Action = DeviceRow['action'];
const ACTIONS: readonly Action[] = ['add', 'change', 'refused', 'same'];
const WORDS: Readonly<Record<Action, string>> = { add: 'Make', change: 'Change', refused: 'Refused', same: 'Same' };
const MOST_DRAWN = 500;

interface Preview {
  readonly rows: readonly DeviceRow[];
  readonly unknownColumns: readonly string[];
}

/** Devices out of a table: what each row would make or change, or why not, then all of it in one step of undo. */
export function DevicesDialog({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const editOff = useEditOffReason();
  const [table, setTable] = useState<PointListFile | null>(null);
  const [maps, setMaps] = useState<readonly FileContent[]>([]);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);

  const attempt = (act: () => Promise<void>): void => {
    setFailure('');
    setBusy(true);
    act().catch((cause: unknown) => setFailure(toClientError(cause).message)).finally(() => setBusy(false));
  };
  const look = async (given: PointListFile, files: readonly FileContent[]): Promise<void> => {
    setTable(given);
    setMaps(files);
    setPreview(null);
    setPreview(await app.client.call('devices.previewTable', { format: given.format, contentBase64: given.contentBase64, maps: [...files] }));
  };
  const chooseTable = (): void => attempt(async () => {
    const file = await chooseFile('.csv,.xlsx');
    if (file !== null) await look(await readPointListFile(file), maps);
  });
  const chooseMaps = (): void => attempt(async () => {
    const files = await Promise.all((await chooseFiles('.csv,.xlsx')).map(fileContent));
    const all = [...maps.filter(({ name }) => !files.some((file) => file.name === name)), ...files];
    if (table === null) setMaps(all);
    else await look(table, all);
  });
  const count = (action: Action): number => preview?.rows.filter((row) => row.action === action).length ?? 0;
  const doable = count('add') + count('change');
  const why = editOff !== '' ? editOff : busy ? 'The table is being read.' : preview === null ? 'Choose a table first.' : doable === 0 ? 'The table makes and changes nothing.' : '';
  const apply = (): void => {
    if (why !== '' || table === null) return;
    attempt(async () => {
      const { added, changed } = await app.client.call('devices.applyTable', { format: table.format, contentBase64: table.contentBase64, maps: [...maps] });
      onClose();
      app.offerUndo(`${counted(added, 'device')} made, ${changed} changed`);
    });
  };
  return (
    <Dialog
      title="Devices from a table"
      {...(table === null ? {} : { subtitle: table.name })}
      width={1080}
      onClose={onClose}
      onSubmit={apply}
      footer={
        <>
          {preview === null ? null : <Button icon="folder" onClick={chooseTable}>Another table</Button>}
          <Button onClick={chooseMaps}>{maps.length === 0 ? 'Add map files' : counted(maps.length, 'map file')}</Button>
          <span className="grow dim">{preview === null ? '' : `${counted(preview.rows.length, 'row')}${preview.unknownColumns.length === 0 ? '' : `; columns not used: ${preview.unknownColumns.join(', ')}`}`}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={apply}>{preview === null ? 'Make devices' : `Make ${count('add')}, change ${count('change')}`}</Button>
        </>
      }
    >
      {failure === '' ? null : <Note kind="bad" title="That could not be done" announce>{failure}</Note>}
      {preview === null ? (
        <EmptyState title="One row a device" actions={<Button icon="folder" onClick={chooseTable}>Choose a table</Button>}>
          A CSV or XLSX with the column device_id, and protocol, host or serial port, port, unit, template or map_file, and any setting by its name. The export of the devices shows every column. Nothing is changed before you have seen what each row would do.
        </EmptyState>
      ) : (
        <DeviceRows preview={preview} />
      )}
    </Dialog>
  );
}

function DeviceRows({ preview }: { readonly preview: Preview }) {
  const count = (action: Action): number => preview.rows.filter((row) => row.action === action).length;
  const [only, setOnly] = useState<'all' | Action>(count('refused') > 0 ? 'refused' : 'all');
  const rows = preview.rows.filter(({ action }) => only === 'all' || action === only);
  const choices = [{ value: 'all' as const, label: `All ${preview.rows.length}` }, ...ACTIONS.map((action) => ({ value: action, label: `${WORDS[action]} ${count(action)}` }))];
  return (
    <>
      <div className="row">
        <Segmented label="Rows to show" value={only} choices={choices} onChange={setOnly} />
      </div>
      <div className="device-rows framed" tabIndex={0} role="region" aria-label="What each row would do">
        <table className="list">
          <thead><tr><th className="num">Row</th><th>Device</th><th>Does</th><th>What</th></tr></thead>
          <tbody>
            {rows.slice(0, MOST_DRAWN).map((row) => <DeviceLine key={row.row} row={row} />)}
          </tbody>
        </table>
        {rows.length > MOST_DRAWN ? <p className="bulk-more dim">{`${rows.length - MOST_DRAWN} more rows`}</p> : null}
        {rows.length === 0 ? <p className="bulk-more dim">No such row</p> : null}
      </div>
    </>
  );
}

function DeviceLine({ row: { row, deviceId, action, changes, problems, notes } }: { readonly row: DeviceRow }) {
  // A device that is made has nothing before: what it differs from are defaults.
  const what = changes.map(({ label, before, after }) => (action === 'add' ? `${label} ${shown(after)}` : `${label} ${shown(before)} → ${shown(after)}`));
  return (
    <tr className={action === 'same' ? 'dim' : undefined}>
      <td className="num dim">{row}</td>
      <td className="strong">{deviceId}</td>
      <td className={action === 'refused' ? 'text-bad' : undefined}>{WORDS[action]}</td>
      <td>
        {problems.map(({ column, message }) => <div key={`${column} ${message}`} className="text-bad">{column === '' ? message : `${column}: ${message}`}</div>)}
        {what.length === 0 ? null : <div>{what.join('; ')}</div>}
        {notes.map((note) => <div key={note} className="dim">{note}</div>)}
      </td>
    </tr>
  );
}

function shown(text: string): string {
  return text === '' ? 'empty' : text;
}
