import { useEffect, useState } from 'react';
import type { MapFile } from '../../../shared/contract/devices';
import type { MapSource } from '../../../shared/contract/map-tools';
import type { Device } from '../../../shared/domain/device';
import { DeviceGone } from '../../app/device-gone';
import type { DocumentProps } from '../../app/feature';
import { useApp } from '../../app/app-context';
import { useDevice, useProtocol } from '../../app/open-project';
import { toClientError } from '../../client/client-error';
import { useLive } from '../../client/client-context';
import { useProcedure } from '../../client/hooks';
import { useStorePart } from '../../client/store';
import { Button } from '../../components/button/button';
import { chooseFile } from '../../components/download';
import { Segmented } from '../../components/field/segmented';
import { Select } from '../../components/field/select';
import { EmptyState } from '../../components/note/empty-state';
import { mapFileKinds, readMapFile } from '../point-import/read-file';
import { DiffPane } from './diff-pane';
import { InventoryPane } from './inventory-pane';
import { LivePane } from './live-pane';
import './map-tools.css';

const SIDES = [
  { value: 'live', label: 'The device itself' },
  { value: 'inventory', label: 'All the device has' },
  { value: 'device', label: 'Another device' },
  { value: 'template', label: 'A template' },
  { value: 'file', label: 'A file' },
] as const;
type Side = (typeof SIDES)[number]['value'];

/** A device's map beside another one: a device's, a template's, a file's, or what the device itself answers. */
export function CompareDocument({ document }: DocumentProps) {
  const device = useDevice(document.id);
  if (device === undefined) return <DeviceGone />;
  return <Compare key={device.id} device={device} />;
}

function Compare({ device }: { readonly device: Device }) {
  const description = useProtocol(device.protocol);
  const asksAll = description?.capabilities.includes('inventory') === true;
  const [side, setSide] = useState<Side>('live');
  const [source, setSource] = useState<MapSource | null>(null);
  return (
    <div className="pane">
      <div className="tools" role="toolbar" aria-label="What the map is compared with">
        <span className="dim">{device.deviceId} with</span>
        <Segmented label="Compare with" value={side} choices={SIDES.filter(({ value }) => value !== 'inventory' || asksAll)} onChange={(next) => { setSide(next); setSource(null); }} />
        {side === 'device' ? <DeviceChoice device={device} onSource={setSource} /> : null}
        {side === 'template' ? <TemplateChoice device={device} onSource={setSource} /> : null}
        {side === 'file' ? <FileChoice kinds={description?.mapFiles ?? NO_KINDS} source={source} onSource={setSource} /> : null}
      </div>
      {side === 'live' ? <LivePane device={device} /> : side === 'inventory' ? <InventoryPane device={device} /> : source === null ? <EmptyState title="Nothing to compare with yet">{side === 'file' ? `Choose a ${mapFileKinds(description?.mapFiles ?? NO_KINDS).words} with a map, such as one that was exported here.` : 'Choose one above.'}</EmptyState> : <DiffPane device={device} source={source} />}
    </div>
  );
}

function DeviceChoice({ device, onSource }: { readonly device: Device; readonly onSource: (source: MapSource) => void }) {
  const devices = useStorePart(useLive().project, (open) => open?.project.devices ?? NONE).filter(({ id, protocol }) => id !== device.id && protocol === device.protocol);
  const [chosen, setChosen] = useState('');
  const choices = [{ value: '', label: devices.length === 0 ? 'There is no other device of its protocol' : 'Choose a device' }, ...devices.map(({ id, deviceId }) => ({ value: id, label: deviceId }))];
  return <Select label="Device" hiddenLabel value={chosen} choices={choices} onChange={(id) => { setChosen(id); if (id !== '') onSource({ kind: 'device', deviceId: id }); }} />;
}
const NONE: readonly Device[] = [];
const NO_KINDS: readonly MapFile[] = [];

function TemplateChoice({ device, onSource }: { readonly device: Device; readonly onSource: (source: MapSource) => void }) {
  const { data } = useProcedure('templates.list', {});
  const [chosen, setChosen] = useState('');
  const templates = (data?.templates ?? []).filter(({ protocol }) => protocol === device.protocol);
  const choices = [{ value: '', label: 'Choose a template' }, ...templates.map(({ id, vendor, model }) => ({ value: id, label: `${vendor} ${model}` }))];
  return <Select label="Template" hiddenLabel value={chosen} choices={choices} onChange={(id) => { setChosen(id); if (id !== '') onSource({ kind: 'template', source: { kind: 'kept', id } }); }} />;
}

function FileChoice({ kinds, source, onSource }: { readonly kinds: readonly MapFile[]; readonly source: MapSource | null; readonly onSource: (source: MapSource) => void }) {
  const app = useApp();
  const [failure, setFailure] = useState('');
  useEffect(() => {
    if (failure !== '') app.notify({ id: 'compare-file', kind: 'bad', title: 'The file can not be compared', detail: failure });
  }, [app, failure]);
  const choose = async (): Promise<void> => {
    const file = await chooseFile(mapFileKinds(kinds).accept);
    if (file === null) return;
    const { name, format, contentBase64 } = await readMapFile(file, kinds);
    onSource({ kind: 'file', format, file: { name, contentBase64 } });
  };
  return (
    <>
      <Button icon="folder" onClick={() => void choose().catch((cause: unknown) => setFailure(toClientError(cause).message))}>Choose a file</Button>
      {source?.kind === 'file' ? <span className="ell">{source.file.name}</span> : null}
    </>
  );
}
