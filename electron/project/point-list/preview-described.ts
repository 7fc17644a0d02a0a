import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { dataTypeSchema } from '../../../shared/domain/data-type';
import { accessSchema, type Opaque, type Point, type PointInput } from '../../../shared/domain/point';
import type { DescribedPoint } from '../../protocols/protocol';
import { Slices } from '../slices';
import { PointMatcher } from './match-points';
import type { PreviewRow } from './preview';
import { previewPoint, type PreviewRows } from './preview-point-list';
import { completePoint, probe } from './read-point-row';

/** Kinds of what may be stated, without the defaults of a point: what is not stated stays open. The point's own schema judges the rest. */
const statedSchema = z.object({
  id: z.uuid().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  dataType: dataTypeSchema.optional(),
  access: accessSchema.optional(),
  scale: z.number().optional(),
  offset: z.number().optional(),
  unit: z.string().optional(),
  ucum: z.string().nullable().optional(),
  decimals: z.number().nullable().optional(),
  enumeration: z.array(z.object({ value: z.number(), label: z.string() })).optional(),
  sensorType: z.string().optional(),
  pollIntervalMs: z.number().nullable().optional(),
  deadband: z.number().optional(),
  low: z.number().nullable().optional(),
  high: z.number().nullable().optional(),
  staleAfterMs: z.number().nullable().optional(),
  tags: z.array(z.string()).optional(),
});

/**
 * What the points of a file that is no table would do, each under its line in the file: matched, completed and judged as
 * the rows of a point list are.
 */
export async function previewDescribed(described: readonly DescribedPoint[], request: PreviewRows): Promise<PreviewRow[]> {
  const matcher = new PointMatcher(request.device, request.protocol, request.isIdTaken ?? (() => false));
  const rows: PreviewRow[] = [];
  const slices = new Slices();
  for (const each of described) {
    rows.push(previewOne(each, matcher, request));
    if (slices.due) await slices.pause();
  }
  matcher.flagClashes(rows);
  for (const [at, row] of rows.entries()) {
    const source = described[at];
    if (row.action === 'bad' && source !== undefined) row.cells = cellsOf(source);
  }
  return rows;
}

function previewOne({ row, fields, address }: DescribedPoint, matcher: PointMatcher, { protocol }: PreviewRows): PreviewRow {
  const bad = (issues: readonly z.core.$ZodIssue[]): PreviewRow => ({ row, action: 'bad', point: null, problems: issues.map(({ path, message }) => ({ column: path.join('.'), message })) });
  const stated = statedSchema.safeParse(fields);
  if (!stated.success) return bad(stated.error.issues);
  const { id, ...rest } = stated.data;
  const given: Partial<PointInput> = {};
  Object.assign(given, rest);
  const alone = protocol.pointAddress.safeParse(address);
  if (!alone.success) return bad(alone.error.issues);
  const sensorTypeGiven = rest.sensorType !== undefined;
  const existing = id === undefined ? matcher.find(undefined, { point: probe(given, alone.data), sensorTypeGiven }) : matcher.find(id, null);
  // What the file leaves open of the address stays as the point has it.
  const whole = existing === null ? alone : protocol.pointAddress.safeParse({ ...existing.address, ...address });
  if (!whole.success) return bad(whole.error.issues);
  const read = completePoint({ given, id, byId: existing, address: whole.data, sensorTypeGiven }, protocol, () => null);
  if ('problems' in read) return { row, action: 'bad', point: null, problems: read.problems };
  const point: Point = { ...read.fields, id: existing?.id ?? matcher.newId(id) ?? randomUUID() };
  return previewPoint(row, point, existing, { addressColumn: protocol.addressColumns.headers[0] ?? 'address', matcher, protocol });
}

const LONGEST_SHOWN = 200;

/** What people see of a point that can't be taken. */
function cellsOf({ fields, address }: DescribedPoint): NonNullable<PreviewRow['cells']> {
  const shown = (value: Opaque[string] | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, LONGEST_SHOWN) : '');
  return { name: shown(fields['name']), address: `${shown(address['type'])} ${shown(address['index'])}`.trim(), dataType: shown(fields['dataType']), unit: shown(fields['unit']), sensorType: shown(fields['sensorType']) };
}
