import { useEffect, useState } from 'react';
import type { DocumentProps } from '../../app/feature';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { downloadFile } from '../../components/download';
import { counted } from '../../components/format/number';
import { formatDateTime } from '../../components/format/time';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import type { SnapshotHead } from '../../../shared/domain/snapshot';
import { SnapshotComparePane } from './snapshot-compare-pane';
import { TakeSnapshotDialog } from './take-snapshot-dialog';
import './snapshots.css';

/** Values as found: the project's snapshots, and each beside the devices now or another one. */
export function SnapshotsDocument(_props: DocumentProps) {
  const app = useApp();
  const open = useOpenProject();
  const list = useProcedure('snapshots.list', open ? {} : null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const { reload } = list;
  const snapshots = list.data?.snapshots ?? [];
  const chosen = snapshots.find(({ id }) => id === chosenId) ?? snapshots[0];
  const take = (): void => app.openDialog((close) => <TakeSnapshotDialog deviceId={null} onClose={close} onTaken={() => { setChosenId(null); reload(); }} />);
  // One that was taken from elsewhere (the palette, another window) is there when this tab is looked at again.
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  const remove = (head: SnapshotHead): void => {
    void app.attempt(`${head.name} was not deleted`, () => app.client.call('snapshot.remove', { snapshotId: head.id })).then(reload);
  };
  const exportCsv = (head: SnapshotHead): void => {
    void app.attempt(`${head.name} could not be exported`, async () => downloadFile(await app.client.call('snapshot.exportCsv', { snapshotId: head.id })));
  };
  if (!open) return <EmptyState title="No project is open">Snapshots are kept with the project.</EmptyState>;
  return (
    <div className="snapshots">
      <div className="snapshots-side">
        <div className="tools" role="toolbar" aria-label="Tools of the snapshots">
          <Button icon="camera" variant={snapshots.length === 0 ? 'primary' : 'plain'} offReason={open.readOnly ? open.readOnlyReason : ''} onClick={take}>Take a snapshot</Button>
        </div>
        {list.error === undefined ? null : <Note kind="bad" title="The snapshots could not be listed">{list.error.message}</Note>}
        {list.data?.problems.map(({ file, message }) => <Note key={file} kind="uncertain" title={`${file} ${message}`} />)}
        <SnapshotList snapshots={snapshots} chosen={chosen} onChoose={setChosenId} />
      </div>
      {chosen === undefined ? (
        <EmptyState title="No snapshot yet" actions={<Button icon="camera" onClick={take}>Take a snapshot</Button>}>
          A snapshot keeps every value as it was found, with its quality. Take one before you change anything: later it shows what differs, and writes chosen values back.
        </EmptyState>
      ) : (
        <SnapshotComparePane key={chosen.id} head={chosen} others={snapshots.filter(({ id }) => id !== chosen.id)} onRemove={() => remove(chosen)} onExport={() => exportCsv(chosen)} />
      )}
    </div>
  );
}

function SnapshotList({ snapshots, chosen, onChoose }: { readonly snapshots: readonly SnapshotHead[]; readonly chosen: SnapshotHead | undefined; readonly onChoose: (id: string) => void }) {
  const numbers = useNumberFormat();
  if (snapshots.length === 0) return null;
  const step = (by: number): void => {
    const next = snapshots[snapshots.findIndex(({ id }) => id === chosen?.id) + by];
    if (next !== undefined) onChoose(next.id);
  };
  return (
    <ul
      className="snapshot-list"
      role="listbox"
      aria-label="Snapshots, newest first"
      tabIndex={0}
      aria-activedescendant={chosen === undefined ? undefined : `snapshot-${chosen.id}`}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        step(by);
      }}
    >
      {snapshots.map((head) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list has the keys
        <li key={head.id} id={`snapshot-${head.id}`} role="option" aria-selected={head.id === chosen?.id} onClick={() => onChoose(head.id)}>
          <b className="ell">{head.name}</b>
          <span className="dim">{`${formatDateTime(head.takenAt)}, ${head.takenBy}`}</span>
          <span className="dim ell">{`${head.deviceCount === 1 ? (head.devices[0] ?? '') : counted(head.deviceCount, 'device', numbers)}, ${counted(head.values, 'value', numbers)}${head.bad === 0 ? '' : `, ${head.bad} bad`}`}</span>
        </li>
      ))}
    </ul>
  );
}
