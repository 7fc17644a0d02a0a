import { useMemo, useState } from 'react';
import type { ServedFile } from '../../../shared/contract/simulator-files';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { downloadFile } from '../../components/download';
import { formatCount } from '../../components/format/number';
import { formatDateTime } from '../../components/format/time';
import type { GridColumn } from '../../components/grid/grid-column';
import { NO_SELECTION, type Selection } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { EmptyState } from '../../components/note/empty-state';
import { useRowHeight } from '../register-map/use-row-height';
import type { PanelProps } from './panel-props';

interface FileRow {
  readonly key: string;
  readonly unit: string;
  readonly file: ServedFile;
}

/** Files that the units serve, with who wrote them. */
export function FilesPanel({ simulator, description, running }: PanelProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const rowHeight = useRowHeight();
  const { data, error } = useProcedure('simulator.files', { simulatorId: simulator.id }, { everyMs: 1000 });
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const rows = (data ?? []).map((file): FileRow => ({ key: `${file.unitId} ${file.path}`, unit: simulator.units.find(({ id }) => id === file.unitId)?.name ?? '', file }));
  const chosen = rows.find(({ key }) => key === selection.focus);
  const columns = useMemo(
    (): GridColumn<FileRow>[] => [
      { id: 'unit', title: description.unitTitle, width: 120, render: ({ unit }) => unit },
      { id: 'path', title: 'File', width: 'fill', least: 160, className: 'mono', render: ({ file }) => <span title={file.path}>{file.path}</span> },
      { id: 'size', title: 'Octets', width: 90, align: 'end', className: 'num', render: ({ file }) => formatCount(file.size, numbers) },
      { id: 'changed', title: 'Changed', width: 150, className: 'num', render: ({ file }) => formatDateTime(file.changed) },
      { id: 'writtenBy', title: 'Written by', width: 210, render: ({ file }) => <span title={file.writtenBy} className={file.writtenBy === '' ? 'dim' : undefined}>{file.writtenBy === '' ? 'the simulator' : file.writtenBy}</span> },
    ],
    [description.unitTitle, numbers],
  );
  const save = ({ file: { unitId, path } }: FileRow): void => {
    void app.attempt(`${path} was not saved`, async () => downloadFile(await app.client.call('simulator.file', { simulatorId: simulator.id, unitId, path })));
  };
  return (
    <div className="pane">
      <div className="tools">
        {error === undefined ? <span className="dim">Files that clients wrote stay until the simulator is started anew, or its points or settings change.</span> : <span className="text-bad ell">{error.message}</span>}
        <span className="grow" />
        <Button icon="export" offReason={chosen === undefined ? 'No file is selected.' : ''} onClick={() => { if (chosen !== undefined) save(chosen); }}>Save to disk</Button>
      </div>
      <VirtualGrid<FileRow>
        label={`Files of ${simulator.name}`}
        columns={columns}
        items={rows.map((row) => ({ row }))}
        nameOf={({ file }) => file.path}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        onOpen={save}
        empty={running ? <EmptyState title="No files are served">{`Switch on "Keeps files" in the settings of the ${description.unitTitle.toLowerCase()}.`}</EmptyState> : <EmptyState title={`${simulator.name} is off`}>Start it, and its files stand here.</EmptyState>}
      />
    </div>
  );
}
