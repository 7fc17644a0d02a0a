import type { Finding } from '../../../shared/domain/device';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { AddressSpaceCapability, AddressSpan } from '../protocol';
import { deviceSettingsSchema } from './device-settings';
import { refusedPlaceOf } from './findings';
import { rangesOf } from './forbidden-ranges';
import { addressOf, pointAddressSchema, TABLES, tableName } from './point-address';
import { layoutOf } from './point-layout';

/** Addresses of one Modbus table: 0 to 65535. */
const TABLE_SIZE = 65_536;

/** The four tables of the Modbus data model, as what counts and draws addresses needs to know them. */
export const addressSpace: AddressSpaceCapability = {
  tables: TABLES.map((table) => ({ id: table, title: title(tableName(table)), size: TABLE_SIZE })),
  span,
  moved,
  known: (device) => [...device.findings.flatMap(refusedSpan), ...forbiddenSpans(device.settings)],
};

function span(point: Point): AddressSpan | null {
  const laid = layoutOf(point, 'ABCD');
  // What does not go together still lies where its address says.
  const address = 'layout' in laid ? laid.layout.address : addressOf(point);
  if (address === null) return null;
  const { table, address: from, bit, bitCount } = address;
  return { table, from, count: 'layout' in laid ? laid.layout.count : 1, bits: bit === null ? null : (2 ** (bitCount ?? 1) - 1) << bit };
}

/** The register with the power of ten moves along: it belongs to the same map. */
function moved(address: Opaque, by: number): Opaque | null {
  const parsed = pointAddressSchema.safeParse(address);
  if (!parsed.success) return null;
  const { scaleFrom, ...rest } = parsed.data;
  const next = { ...rest, address: rest.address + by, ...(scaleFrom === undefined ? {} : { scaleFrom: { ...scaleFrom, address: scaleFrom.address + by } }) };
  return pointAddressSchema.safeParse(next).success ? next : null;
}

function refusedSpan(finding: Finding): ReturnType<AddressSpaceCapability['known']> {
  const place = refusedPlaceOf(finding);
  return place === null ? [] : [{ table: place.table, from: place.address, count: place.count, state: 'refused' }];
}

function forbiddenSpans(settings: Opaque): ReturnType<AddressSpaceCapability['known']> {
  const parsed = deviceSettingsSchema.safeParse(settings);
  if (!parsed.success) return [];
  return rangesOf(parsed.data).map(({ table, from, to }) => ({ table, from, count: to - from + 1, state: 'forbidden' }));
}

function title(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}s`;
}
