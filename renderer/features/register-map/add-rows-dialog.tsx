import { useMemo, useState } from 'react';
import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import { dataTypeSchema } from '../../../shared/domain/data-type';
import type { DataType } from '../../../shared/domain/data-type';
import type { Device } from '../../../shared/domain/device';
import { pointSchema } from '../../../shared/domain/point';
import type { Access, Opaque, Point } from '../../../shared/domain/point';
import { isPattern, namesOfPattern } from '../../components/format/name-pattern';
import { typeChoices } from '../../components/format/type-choices';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { FieldGrid } from '../../components/field/field';
import { NumberField } from '../../components/field/number-field';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { SettingInput } from '../../components/setting/setting-input';
import { fieldVisible, settingValue, textOf } from '../../components/setting/setting-values';
import { countingField, makeSeries, registersOf, seriesProblem } from './point-series';
import type { SeriesRequest } from './point-series';
import type { MapEdits } from './use-map-edits';

export interface AddRowsDialogProps {
  readonly device: Pick<Device, 'deviceId'>;
  readonly description: ProtocolDescription;
  /** The row that the first new one continues; its table, type and scale are taken over. */
  readonly after: Point | null;
  readonly edits: MapEdits;
  readonly onClose: () => void;
  readonly onAdded: (ids: readonly string[]) => void;
}

interface Draft {
  readonly name: string;
  readonly address: Opaque;
  readonly dataType: DataType;
  readonly access: Access;
  readonly scale: number | null;
  readonly offset: number | null;
  readonly unit: string;
  readonly sensorType: string;
  readonly count: number | null;
  readonly step: number | null;
}

/** Adds one row, or a series whose addresses and names count on. */
export function AddRowsDialog({ device, description, after, edits, onClose, onAdded }: AddRowsDialogProps) {
  const counting = countingField(description.addressFields);
  const [draft, setDraft] = useState<Draft>(() => firstDraft(description, after, counting));
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
  const made = checkDraft(draft, description.addressFields, counting);
  const why = busy ? 'The rows are being added.' : 'problem' in made ? made.problem : '';

  const add = (): void => {
    if ('problem' in made || busy) return;
    setBusy(true);
    void edits.add(made.points).then((done) => {
      setBusy(false);
      if (!done) return;
      onAdded(made.points.map((point) => point.id));
      onClose();
    });
  };
  const first = 'points' in made ? made.points[0] : undefined;
  const last = 'points' in made ? made.points.at(-1) : undefined;
  const types = useMemo(() => typeChoices(description.dataTypes), [description]);
  const count = 'points' in made ? made.points.length : (draft.count ?? 1);
  return (
    <Dialog
      title="Add rows"
      subtitle={device.deviceId}
      width={860}
      onClose={onClose}
      onSubmit={add}
      enterSubmits
      footer={
        <>
          <span className="grow dim">{'problem' in made ? made.problem : seriesText(first, last, counting)}</span>
          <Button big keys="Esc" onClick={onClose}>Cancel</Button>
          <Button big variant="primary" keys="Ctrl+Enter" offReason={why} onClick={add}>{`Add ${count} ${count === 1 ? 'row' : 'rows'}`}</Button>
        </>
      }
    >
      <div className="add-rows-form">
        <FieldGrid title="Point">
          <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} maxLength={200} autoFocus fill hint="# counts in a series, [] in an array; Pump {1..8} makes eight" />
          <Select label="Type" value={draft.dataType} choices={types} onChange={(dataType) => set({ dataType, step: registersOf({ dataType }) })} />
          <NumberField label="Scale" value={draft.scale} onChange={(scale) => set({ scale })} />
          <NumberField label="Offset" value={draft.offset} onChange={(offset) => set({ offset })} />
          <TextField label="Unit" value={draft.unit} onChange={(unit) => set({ unit })} maxLength={32} width={10} suggestions={UNITS} />
          <TextField label="Sensor type" value={draft.sensorType} onChange={(sensorType) => set({ sensorType })} maxLength={64} width={16} />
          <Select label="Access" value={draft.access} choices={ACCESS} onChange={(access) => set({ access })} />
        </FieldGrid>
        <FieldGrid title="Address">
          {description.addressFields.filter((field) => fieldVisible(field, { ...draft.address, dataType: draft.dataType })).map((field) => (
            <SettingInput key={field.key} field={field} value={settingValue(draft.address, field)} onChange={(value) => set({ address: { ...draft.address, [field.key]: value } })} />
          ))}
          <NumberField label="Rows" value={draft.count} onChange={(next) => set({ count: next })} integer minimum={1} maximum={10_000} hint="1, or a series" />
          {counting === null || (draft.count ?? 1) < 2 ? null : <NumberField label="Step" value={draft.step} onChange={(step) => set({ step })} integer minimum={1} maximum={1000} hint={`from one ${counting.label.toLowerCase()} to the next`} />}
        </FieldGrid>
      </div>
    </Dialog>
  );
}

const UNITS = ['°C', 'K', 'bar', 'kPa', 'm³/h', 'l/s', 'kW', 'kWh', 'MWh', '%', 'V', 'A', 'Hz', 'rpm', 'h', 's', 'm'];
const ACCESS = [
  { value: 'read', label: 'Read' },
  { value: 'read-write', label: 'Read and write' },
  { value: 'write', label: 'Write only' },
] as const;

function firstDraft(description: ProtocolDescription, after: Point | null, counting: SettingField | null): Draft {
  const defaults = Object.fromEntries(description.addressFields.map((field) => [field.key, field.defaultValue]));
  const dataType = dataTypeSchema.safeParse(description.dataTypes.includes('uint16') ? 'uint16' : description.dataTypes[0]);
  const type = after?.dataType ?? (dataType.success ? dataType.data : 'uint16');
  const start = counting === null ? null : after?.address[counting.key];
  const address = after === null ? defaults : { ...after.address, ...(counting !== null && typeof start === 'number' ? { [counting.key]: start + registersOf(after) } : {}) };
  return {
    name: '',
    address,
    dataType: type,
    access: after?.access ?? 'read',
    scale: after?.scale ?? 1,
    offset: after?.offset ?? 0,
    unit: after?.unit ?? '',
    sensorType: after?.sensorType ?? '',
    count: 1,
    step: registersOf({ dataType: type }),
  };
}

/** The points that a draft makes, or what is wrong with it. */
function checkDraft(draft: Draft, fields: readonly SettingField[], counting: SettingField | null): { readonly points: Point[] } | { readonly problem: string } {
  if (draft.name.trim() === '') return { problem: 'A name is needed.' };
  const pattern = isPattern(draft.name) ? namesOfPattern(draft.name.trim()) : null;
  if (pattern?.ok === false) return pattern;
  const count = pattern === null ? draft.count : pattern.names.length;
  if (count === null || draft.step === null) return { problem: 'The number of rows and the step are whole numbers.' };
  if (draft.scale === null || draft.offset === null) return { problem: 'Scale and offset are numbers.' };
  const { name, address, dataType, access, scale, offset, unit, sensorType } = draft;
  const parsed = pointSchema.safeParse({ id: crypto.randomUUID(), name: name.trim(), address: visibleAddress(address, dataType, fields), dataType, access, scale, offset, unit, sensorType });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { problem: `${issue?.path.join(' ') ?? ''}: ${issue?.message ?? 'not allowed'}` };
  }
  const request: SeriesRequest = { first: parsed.data, count, step: draft.step, counting };
  const problem = seriesProblem(request);
  return problem === null ? { points: makeSeries(request, () => crypto.randomUUID()) } : { problem };
}

/** Fields that are not drawn for the type have no say: they take their defaults. */
function visibleAddress(address: Opaque, dataType: DataType, fields: readonly SettingField[]): Opaque {
  const values = { ...address, dataType };
  return Object.fromEntries(fields.map((field) => [field.key, fieldVisible(field, values) ? settingValue(address, field) : field.defaultValue]));
}

function seriesText(first: Point | undefined, last: Point | undefined, counting: SettingField | null): string {
  if (first === undefined || last === undefined || first === last || counting === null) return '';
  return `${first.name} to ${last.name}, ${counting.label.toLowerCase()} ${textOf(first.address[counting.key])} to ${textOf(last.address[counting.key])}`;
}
