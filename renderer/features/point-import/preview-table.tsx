import { useMemo, useState } from 'react';
import type { Point } from '../../../shared/domain/point';
import { Icon } from '../../components/icon';
import type { IconName } from '../../components/icon';
import { Segmented } from '../../components/field/segmented';
import { scaleText } from '../../components/format/scale-text';
import { ACTIONS, changesText, problemText } from './preview-model';
import type { Preview, PreviewAction, PreviewRow } from './preview-model';

const WORDS: Readonly<Record<PreviewAction, { readonly word: string; readonly icon: IconName }>> = {
  add: { word: 'Add', icon: 'plus' },
  update: { word: 'Change', icon: 'write' },
  same: { word: 'Same', icon: 'minus' },
  bad: { word: 'Bad', icon: 'q-bad' },
};

/** Rows drawn at once; more are counted. All of them are taken when the import is applied. */
const MOST_DRAWN = 500;

export interface PreviewTableProps {
  readonly preview: Preview;
  readonly counts: Readonly<Record<PreviewAction, number>>;
  /** The points of the device as they are. */
  readonly existing: readonly Point[];
}

/** What each row would do, and what is wrong with it. */
export function PreviewTable({ preview, counts, existing }: PreviewTableProps) {
  const byId = useMemo(() => new Map(existing.map((point) => [point.id, point] as const)), [existing]);
  const [only, setOnly] = useState<'all' | PreviewAction>(counts.bad > 0 ? 'bad' : 'all');
  const rows = only === 'all' ? preview.rows : preview.rows.filter((row) => row.action === only);
  const choices = [{ value: 'all' as const, label: `All ${preview.rows.length}` }, ...ACTIONS.map((action) => ({ value: action, label: `${WORDS[action].word} ${counts[action]}` }))];
  return (
    <section className="col preview">
      <div className="row wrap">
        <Segmented label="Rows to show" value={only} choices={choices} onChange={setOnly} />
        {preview.unknownColumns.length === 0 ? null : <span className="dim">{`Columns not used: ${preview.unknownColumns.join(', ')}`}</span>}
      </div>
      <div className="preview-rows" tabIndex={0} role="region" aria-label="Rows of the import">
        <table className="list">
          <thead>
            <tr>
              <th className="num">Row</th>
              <th>Action</th>
              <th>Name</th>
              <th>Address</th>
              <th>Type</th>
              <th>Unit</th>
              <th>Sensor type</th>
              <th>What is wrong, or what changes</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_DRAWN).map((row, at) => (
              <PreviewLine key={`${row.row}/${at}`} row={row} before={row.point === null ? undefined : byId.get(row.point.id)} />
            ))}
          </tbody>
        </table>
        {rows.length > MOST_DRAWN ? <p className="preview-more dim">{`${rows.length - MOST_DRAWN} more rows of this kind`}</p> : null}
        {rows.length === 0 ? <p className="preview-more dim">No such row</p> : null}
      </div>
    </section>
  );
}

function PreviewLine({ row, before }: { readonly row: PreviewRow; readonly before: Point | undefined }) {
  const { point, action, cells } = row;
  const { word, icon } = WORDS[action];
  return (
    <tr className={action === 'same' ? 'dim' : undefined}>
      <td className="num dim">{row.row}</td>
      <td>
        <span className={`preview-action ${action === 'bad' ? 'text-bad' : ''}`}>
          <Icon name={icon} size="s" />
          {word}
        </span>
      </td>
      <td className="preview-name ell" title={point?.name ?? cells?.name}>{point?.name ?? cells?.name ?? ''}</td>
      <td className="mono">{point === null ? (cells?.address ?? '') : addressText(point.address)}</td>
      <td className="dim">{point === null ? (cells?.dataType ?? '') : [point.dataType, scaleText(point)].filter((part) => part !== '').join(' ')}</td>
      <td>{point?.unit ?? cells?.unit ?? ''}</td>
      <td className="dim">{point?.sensorType ?? cells?.sensorType ?? ''}</td>
      <td className="preview-what">{action === 'bad' ? <span className="preview-problem">{problemText(row)}</span> : changesText(row, before)}</td>
    </tr>
  );
}

/** The parts of an address that are set: `holding-register 12`. */
function addressText(address: NonNullable<PreviewRow['point']>['address']): string {
  return Object.values(address)
    .filter((value) => value !== null && value !== '')
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');
}
