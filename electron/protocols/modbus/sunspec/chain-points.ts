import type { Point } from '../../../../shared/domain/point';
import type { TemplatePoint } from '../../../../shared/domain/template';
import type { ChainEntry } from './chain';

/** `SunS`, as the two registers say it. */
const MARK = 0x5375_6e53;
/** Identifier 65535 and length 0. */
const END = 0xffff_0000;
/** The chain of a device changes with its firmware at most. */
const POLL_INTERVAL_MS = 60_000;
const REFERENCE = /\(([^()]+)\)$/;

/** The mark with which a SunSpec map begins. */
export function markPoint(base: number): TemplatePoint {
  return chainPoint({ name: 'SunSpec mark (SunS)', description: 'SunSpec: with it the map begins.', address: base, dataType: 'uint32', enumeration: [{ value: MARK, label: 'SunS' }] });
}

/** Identifier and length, which every model has before its own registers. `label`: null for a model that is not known here. */
export function headerPoints({ id, address, length }: ChainEntry, occurrence: number, label: string | null): TemplatePoint[] {
  const model = `${id}${occurrence > 1 ? `#${occurrence}` : ''}`;
  const description = `SunSpec ${label ?? `model ${id}, which is not known here`}.`;
  return [
    chainPoint({ name: `Model identifier (${model}.ID)`, description, address: address - 2, dataType: 'uint16', enumeration: [{ value: id, label: label ?? 'Not known here' }] }),
    chainPoint({ name: `Model length (${model}.L)`, description, address: address - 1, dataType: 'uint16', enumeration: [{ value: length, label: 'registers' }] }),
  ];
}

/** The end of the chain. */
export function endPoint(address: number): TemplatePoint {
  return chainPoint({ name: 'End of the models (SunS.End)', description: 'SunSpec: no model follows.', address, dataType: 'uint32', enumeration: [{ value: END, label: 'End' }] });
}

/** The registers from the mark of a whole SunSpec map to behind its end, all of which a device has; null where there is no such map. */
export function chainRegisters(points: readonly Point[]): { readonly from: number; readonly end: number } | null {
  const from = registerOf(points, MARK);
  const end = registerOf(points, END);
  return from === null || end === null || end < from ? null : { from, end: end + 2 };
}

function registerOf(points: readonly Point[], value: number): number | null {
  const found = points.find(({ dataType, enumeration, address }) => dataType === 'uint32' && address['table'] === 'holding-register' && enumeration.length === 1 && enumeration[0]?.value === value);
  const register = found?.address['address'];
  return typeof register === 'number' ? register : null;
}

/** Whether a point is the manufacturer of a SunSpec map. */
export function isManufacturer({ name, dataType }: Point): boolean {
  return dataType === 'string' && REFERENCE.exec(name)?.[1] === '1.Mn';
}

/** Whether a point is the model's name of a SunSpec map. */
export function isModel({ name, dataType }: Point): boolean {
  return dataType === 'string' && REFERENCE.exec(name)?.[1] === '1.Md';
}

function chainPoint({ address, ...given }: Pick<TemplatePoint, 'name' | 'description' | 'dataType' | 'enumeration'> & { readonly address: number }): TemplatePoint {
  return {
    ...given,
    address: { table: 'holding-register', address, byteOrder: 'ABCD' },
    access: 'read',
    scale: 1,
    offset: 0,
    unit: '',
    ucum: null,
    decimals: null,
    sensorType: '',
    pollIntervalMs: POLL_INTERVAL_MS,
    deadband: 0,
    low: null,
    high: null,
    staleAfterMs: null,
    tags: [],
  };
}
