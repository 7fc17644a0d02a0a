import { protocolDescriptionSchema } from '../../../shared/contract/devices';
import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import { pointSchema } from '../../../shared/domain/point';
import type { Point, PointInput } from '../../../shared/domain/point';

let made = 0;

/** A point with a made-up id, complete but for what the test names. */
export function point(fields: Partial<PointInput> = {}): Point {
  made += 1;
  return pointSchema.parse({
    id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    name: `Point ${made}`,
    address: { table: 'holding', address: made },
    dataType: 'int16',
    ...fields,
  });
}

export function field(fields: Partial<SettingField> & { key: string }): SettingField {
  return { label: fields.key, kind: 'text', group: '', unit: '', help: '', choices: [], minimum: null, maximum: null, defaultValue: null, visibleWhen: {}, ...fields };
}

/** A protocol with tables, numbers and orders, of no particular kind. */
export const tabled: ProtocolDescription = protocolDescriptionSchema.parse({
  name: 'tabled',
  title: 'Tabled',
  pointListTitle: 'Register map',
  capabilities: ['poll', 'write'],
  lineFields: [],
  deviceFields: [],
  addressFields: [
    field({ key: 'table', kind: 'choice', choices: [{ value: 'input', label: 'Input registers' }, { value: 'holding', label: 'Holding registers' }] }),
    field({ key: 'address', label: 'Address', kind: 'integer', minimum: 0, maximum: 65_535 }),
    field({ key: 'byteOrder', kind: 'choice', choices: ['ABCD', 'CDAB'].map((value) => ({ value, label: value })) }),
  ],
  dataTypes: ['int16', 'float32'],
  addressNotations: ['0-based', 'Modicon'],
  defaultPollIntervalMs: 1000,
});

/** A protocol whose points have topics. */
export const topical: ProtocolDescription = protocolDescriptionSchema.parse({
  ...tabled,
  name: 'topical',
  title: 'Topical',
  pointListTitle: 'Topics',
  capabilities: ['subscribe'],
  addressFields: [field({ key: 'topic', kind: 'text' })],
  addressNotations: ['Topic'],
});
