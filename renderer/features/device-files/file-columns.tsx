import type { DeviceFile } from '../../../shared/contract/device-files';
import { formatCount } from '../../components/format/number';
import { formatDateTime } from '../../components/format/time';
import type { GridColumn } from '../../components/grid/grid-column';
import { Icon } from '../../components/icon';

export interface FileRow {
  readonly key: string;
  readonly file: DeviceFile;
}

/** What is told of each file. */
export function fileColumns(numbers: Parameters<typeof formatCount>[1]): GridColumn<FileRow>[] {
  return [
    { id: 'name', title: 'Name', width: 'fill', least: 140, render: ({ file }) => <span className="row" title={file.path}><Icon name={file.type === 'directory' ? 'folder' : 'file'} /><span className="ell">{file.name}</span></span> },
    { id: 'type', title: 'Type', width: 84, className: 'dim', render: ({ file }) => (file.type === 'directory' ? 'Directory' : 'File') },
    { id: 'size', title: 'Size', width: 120, align: 'end', className: 'num', render: ({ file }) => `${formatCount(file.size, numbers)} ${unitOf(file)}` },
    { id: 'modified', title: 'Time', width: 150, className: 'num', render: ({ file }) => (file.modified === null ? '' : formatDateTime(file.modified)) },
    { id: 'permissions', title: 'Permissions', width: 96, className: 'mono', render: ({ file }) => file.permissions },
  ];
}

function unitOf({ type, size }: DeviceFile): string {
  if (type === 'directory') return size === 1 ? 'entry' : 'entries';
  return size === 1 ? 'octet' : 'octets';
}
