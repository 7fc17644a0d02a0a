import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { dataTypeSchema, type DataType } from '../../../shared/domain/data-type';
import { pointSchema, type Opaque, type Point, type PointInput } from '../../../shared/domain/point';
import { unguardFormula } from './formula-guard';
import { plainColumns } from './point-columns';
import type { PointListProtocol } from './export-point-list';
import type { MatchedHeaders } from './match-headers';
import type { Problem } from './preview';

export type Find = (id: string | undefined, given: { readonly point: Point; readonly sensorTypeGiven: boolean } | null) => Point | null;

/** A row as a point; `id` is the one in the file, if any. */
export type ReadRow = { readonly fields: Omit<Point, 'id'> & { readonly id?: string }; readonly existing: Point | null } | { readonly problems: Problem[] };

/** Reads one row with everything that is wrong in it. */
export function readPointRow(cells: readonly string[], headers: MatchedHeaders, decimalComma: boolean, protocol: PointListProtocol, find: Find): ReadRow {
  const problems: Problem[] = [];
  const fields = plainFields(cells, headers, decimalComma, problems);
  const { id, ...given } = fields;
  if (id !== undefined && !pointSchema.shape.id.safeParse(id).success) problems.push({ column: 'id', message: `"${id}" is no id; leave the cell empty for a new point` });
  const byId = problems.length === 0 && id !== undefined ? find(id, null) : null;
  const address = headers.address.length > 0 ? readAddress(cells, headers, protocol, byId, problems) : (byId?.address ?? null);
  if (address === null && problems.length === 0) problems.push({ column: protocol.addressColumns.headers[0] ?? 'address', message: 'the address is missing' });
  if (address === null || problems.length > 0) return { problems };
  return completePoint({ given, id, address, byId, sensorTypeGiven: headers.plain.some(({ column }) => column.field === 'sensorType') }, protocol, find);
}

interface GivenPoint {
  readonly given: Partial<PointInput>;
  /** The id in the file, if any, and the point that has it. */
  readonly id: string | undefined;
  readonly byId: Point | null;
  readonly address: Opaque;
  readonly sensorTypeGiven: boolean;
}

/** A whole point of what a file gives and, where it means one of the device's, of what that has. */
export function completePoint({ given, id, byId, address, sensorTypeGiven }: GivenPoint, protocol: PointListProtocol, find: Find): ReadRow {
  const existing = byId ?? (id === undefined ? find(undefined, { point: probe(given, address), sensorTypeGiven }) : null);
  const dataType = given.dataType ?? existing?.dataType ?? onlyDataType(probe(given, address), protocol);
  const { id: _id, ...before } = existing ?? { id: '' };
  const merged = { ...before, ...given, address, ...(dataType === null ? {} : { dataType }), id: id ?? existing?.id ?? randomUUID() };
  const checked = pointSchema.safeParse(merged);
  if (!checked.success) return { problems: checked.error.issues.map((issue) => ({ column: columnOf(issue.path[0]), message: missing(merged, issue.path[0]) ? 'is missing' : problemOf(issue) })) };
  const { id: _made, ...point } = checked.data;
  return { fields: id === undefined ? point : { ...point, id }, existing };
}

/** What is wrong, in words of ours where the schema's own are those of a programmer. */
function problemOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'too_big' && issue.origin === 'string' ? `is longer than ${issue.maximum} characters` : issue.message;
}

function plainFields(cells: readonly string[], headers: MatchedHeaders, decimalComma: boolean, problems: Problem[]): Partial<PointInput> {
  const fields: Partial<PointInput> = {};
  for (const { column, at } of headers.plain) {
    const cell = unguardFormula(cells[at] ?? '');
    const isText = column.field === 'name' || column.field === 'description' || column.field === 'unit' || column.field === 'ucum';
    if (isText ? cell === '' : cell.trim() === '') {
      if (column.empty === null) problems.push({ column: column.header, message: 'is missing' });
      else Object.assign(fields, column.empty);
      continue;
    }
    const parsed = column.parse(cell, decimalComma);
    if (parsed.ok) Object.assign(fields, parsed.fields);
    else problems.push({ column: column.header, message: parsed.message });
  }
  return fields;
}

/** Address columns that the table does not have stay as the point with the row's id has them. */
function readAddress(cells: readonly string[], headers: MatchedHeaders, protocol: PointListProtocol, existing: Point | null, problems: Problem[]): Opaque | null {
  const texts: Record<string, string> = existing === null ? {} : protocol.addressColumns.format(existing);
  for (const { header, at } of headers.address) texts[header] = unguardFormula(cells[at] ?? '');
  const parsed = protocol.addressColumns.parse(texts);
  if ('problems' in parsed) {
    problems.push(...parsed.problems);
    return null;
  }
  const checked = protocol.pointAddress.safeParse(parsed.address);
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues) problems.push({ column: headers.address[0]?.header ?? 'address', message: `${issue.path.join('.')}: ${issue.message}` });
  return null;
}

/** A point of which only the address and the sensor type are sure: enough to ask the protocol for its key. */
export function probe(given: Partial<PointInput>, address: Opaque): Point {
  return pointSchema.parse({ id: randomUUID(), name: 'x', address, dataType: given.dataType ?? 'uint16', ...(given.sensorType !== undefined && pointSchema.shape.sensorType.safeParse(given.sensorType).success ? { sensorType: given.sensorType } : {}) });
}

/** Where the table names no data type and the address allows one only (a coil), it is that one. */
function onlyDataType(point: Point, protocol: PointListProtocol): DataType | null {
  const types = protocol.description.dataTypes.flatMap((name) => {
    const type = dataTypeSchema.safeParse(name);
    return type.success && protocol.checkPoint({ ...point, dataType: type.data }) === null ? [type.data] : [];
  });
  return types.length === 1 ? (types[0] ?? null) : null;
}

function columnOf(key: PropertyKey | undefined): string {
  return plainColumns.find(({ field }) => field === key)?.header ?? String(key);
}

function missing(point: object, key: PropertyKey | undefined): boolean {
  return key !== undefined && Reflect.get(point, key) === undefined;
}
