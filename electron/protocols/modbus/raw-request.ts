import { z } from 'zod';
import type { RawRequest } from '../../../shared/contract/device-requests';
import type { Opaque } from '../../../shared/domain/point';
import type { ModbusRequest } from '../../stacks/modbus';
import { ACTING, LOOKING } from './request-functions';

/** A request as the library takes it, or what is wrong with the fields. */
export type ReadRequest = { readonly ok: true; readonly request: ModbusRequest } | { readonly ok: false; readonly problem: string };

const integer = (least: number, most: number) =>
  z.union([z.number(), z.string().regex(/^\s*(0[xX][0-9A-Fa-f]+|\d+)\s*$/, 'a number, such as 10 or 0x1F').transform(Number)]).pipe(z.number().int().min(least).max(most));
const word = integer(0, 65_535);
const address = word;

/** `10, 0x1F 65535` */
const registers = z.string().transform((text, context) => {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const values = parts.map((part) => (/^(0[xX][0-9A-Fa-f]+|\d+)$/.test(part) ? Number(part) : Number.NaN));
  const at = values.findIndex((value) => !(value <= 65_535));
  if (at !== -1) context.addIssue({ code: 'custom', message: `"${parts[at] ?? ''}" is no register: 0 to 65535, or 0x0000 to 0xFFFF` });
  if (values.length === 0) context.addIssue({ code: 'custom', message: 'one value is needed at least' });
  return values;
});

/** `1 0 1 1`, also without spaces between. */
const coils = z.string().transform((text, context) => {
  const digits = text.replace(/[\s,;]+/g, '');
  if (!/^[01]+$/.test(digits)) context.addIssue({ code: 'custom', message: 'zeros and ones, the lowest address first' });
  return Array.from(digits, (digit) => digit === '1');
});

/** `00 1F`, `001f`, `0x00 0x1F`. */
const octets = z.string().transform((text, context) => {
  const digits = text.replace(/0[xX]/g, '').replace(/[\s,;:-]+/g, '');
  if (!/^([0-9A-Fa-f]{2})*$/.test(digits)) context.addIssue({ code: 'custom', message: 'pairs of hex digits, such as 00 1F' });
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
});

const diagnostics = (codes: readonly number[]) =>
  z
    .object({ subFunction: integer(0, 65_535).refine((code) => codes.includes(code), `one of ${codes.join(', ')}`), data: octets })
    .transform(({ subFunction, data }): ModbusRequest => ({ functionCode: 8, subFunction, data }));

const read = (functionCode: 1 | 2 | 3 | 4, most: number) =>
  z.object({ address, quantity: integer(1, most) }).transform((fields): ModbusRequest => ({ functionCode, ...fields }));
const plain = (functionCode: 7 | 11 | 12 | 17) => z.object({}).transform((): ModbusRequest => ({ functionCode }));

const FUNCTIONS: Readonly<Record<string, z.ZodType<ModbusRequest, Opaque>>> = {
  '1': read(1, 2000),
  '2': read(2, 2000),
  '3': read(3, 125),
  '4': read(4, 125),
  '5': z.object({ address, on: z.boolean() }).transform(({ address: at, on }): ModbusRequest => ({ functionCode: 5, address: at, value: on })),
  '6': z.object({ address, value: word }).transform((fields): ModbusRequest => ({ functionCode: 6, ...fields })),
  '7': plain(7),
  '8-look': diagnostics(LOOKING),
  '8-act': diagnostics(ACTING),
  '11': plain(11),
  '12': plain(12),
  '15': z.object({ address, values: coils }).transform((fields): ModbusRequest => ({ functionCode: 15, ...fields })),
  '16': z.object({ address, values: registers }).transform((fields): ModbusRequest => ({ functionCode: 16, ...fields })),
  '17': plain(17),
  '20': z.object({ file: integer(1, 65_535), record: integer(0, 9999), quantity: integer(1, 124) }).transform((span): ModbusRequest => ({ functionCode: 20, records: [span] })),
  '21': z.object({ file: integer(1, 65_535), record: integer(0, 9999), values: registers }).transform(({ file, record, values }): ModbusRequest => ({ functionCode: 21, records: [{ file, record, registers: values }] })),
  '22': z.object({ address, andMask: word, orMask: word }).transform((fields): ModbusRequest => ({ functionCode: 22, ...fields })),
  '23': z.object({ address, quantity: integer(1, 125), writeAddress: address, values: registers }).transform((fields): ModbusRequest => ({ functionCode: 23, ...fields })),
  '24': z.object({ address }).transform((fields): ModbusRequest => ({ functionCode: 24, ...fields })),
  '43': z
    .object({ access: integer(1, 4).pipe(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])), objectId: integer(0, 255) })
    .transform((fields): ModbusRequest => ({ functionCode: 43, ...fields })),
  raw: z.object({ code: integer(1, 127), data: octets }).transform((fields): ModbusRequest => ({ functionCode: 'raw', ...fields })),
};

/** Reads a request that a person made up by its fields. */
export function readRequest({ function: id, values }: RawRequest): ReadRequest {
  const schema = Object.hasOwn(FUNCTIONS, id) ? FUNCTIONS[id] : undefined;
  if (schema === undefined) return { ok: false, problem: `There is no function "${id}".` };
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, request: parsed.data };
  return { ok: false, problem: parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ') };
}
