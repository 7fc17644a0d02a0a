import { useEffect, useMemo, useRef } from 'react';
import type { MapTrouble } from '../../../shared/contract/map-tools';
import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { useApp } from '../../app/app-context';
import { useDevice } from '../../app/open-project';
import { useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';
import { CoverageStrip } from './coverage-strip';
import './map-tools.css';

/** Troubles drawn at once; more are counted. */
const MOST_DRAWN = 200;

const KINDS: Readonly<Record<MapTrouble['kind'], string>> = { 'same-address': 'Same address', overlap: 'Overlap', 'same-name': 'Same name', outside: 'Outside' };

/** The address space of a device as a picture, and the points that are in each other's way. */
export function CoverageDocument({ document }: DocumentProps) {
  const app = useApp();
  const device = useDevice(document.id);
  const { data, error, reload } = useProcedure('map.coverage', device === undefined ? null : { deviceId: device.id });
  const [points, findings] = [device?.points, device?.findings];
  const asked = useRef({ points, findings });
  useEffect(() => {
    if (asked.current.points === points && asked.current.findings === findings) return;
    asked.current = { points, findings };
    reload();
  }, [points, findings, reload]);
  const names = useMemo(() => new Map((points ?? []).map(({ id, name }) => [id, name])), [points]);
  if (device === undefined) return <DeviceGone />;
  const choose = (pointIds: readonly string[]): void => {
    app.workspace.open({ kind: 'register-map', id: device.id });
    app.workspace.select({ kind: 'points', deviceId: device.id, pointIds });
  };
  const used = data?.tables.filter(({ stretches }) => stretches.length > 0) ?? [];
  return (
    <div className="pane">
      <div className="tools" role="toolbar" aria-label="Tools of the address space">
        <ul className="coverage-legend" aria-label="What the picture shows">
          <li><i className="legend-used" />Used</li>
          <li><i className="legend-overlapping" />Used more than once</li>
          <li><i className="legend-refused" />Refused</li>
          <li><i className="legend-forbidden" />Never read</li>
        </ul>
        <span className="grow" />
        <Button variant="quiet" icon="table" onClick={() => app.workspace.open({ kind: 'register-map', id: device.id })}>Open the map</Button>
        <Button variant="quiet" icon="refresh" onClick={reload}>Draw again</Button>
      </div>
      <div className="scroll coverage">
        {error === undefined ? null : <Note kind="bad" title="The address space could not be drawn" announce>{error.message}</Note>}
        {data === undefined || data.reason === '' ? null : <EmptyState title="No address space">{data.reason}</EmptyState>}
        {data !== undefined && data.reason === '' && used.length === 0 ? (
          <EmptyState title="Nothing is used yet" actions={<Button onClick={() => app.workspace.open({ kind: 'register-map', id: device.id })}>Open the map</Button>}>Add rows to the map of {device.deviceId}; each takes its addresses here.</EmptyState>
        ) : null}
        {used.map((table) => <CoverageStrip key={table.id} table={table} nameOf={(id) => names.get(id) ?? ''} onChoose={choose} />)}
        {data === undefined || used.length === 0 ? null : <Troubles troubles={data.troubles} count={data.troubleCount} onChoose={choose} />}
      </div>
    </div>
  );
}

function Troubles({ troubles, count, onChoose }: { readonly troubles: readonly MapTrouble[]; readonly count: number; readonly onChoose: (pointIds: readonly string[]) => void }) {
  return (
    <section className="coverage-troubles" aria-label="Points in each other's way">
      <h3>{count === 0 ? 'No address and no name twice' : counted(count, 'trouble')}</h3>
      {count === 0 ? null : (
        <div className="framed">
          <table className="list">
            <thead><tr><th>Kind</th><th>What</th><th><span className="visually-hidden">Rows</span></th></tr></thead>
            <tbody>
              {troubles.slice(0, MOST_DRAWN).map((trouble) => (
                <tr key={`${trouble.kind} ${trouble.pointIds.join(' ')}`}>
                  <td>{KINDS[trouble.kind]}</td>
                  <td className="coverage-what">{trouble.message}</td>
                  <td><button type="button" className="link" onClick={() => onChoose(trouble.pointIds)}>Select the rows</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {count > MOST_DRAWN ? <p className="dim">{`${count - MOST_DRAWN} more`}</p> : null}
    </section>
  );
}
