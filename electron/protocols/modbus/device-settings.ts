import { z } from 'zod';
import { MAX_READ_BITS, MAX_READ_REGISTERS, MAX_WRITE_REGISTERS } from '../../stacks/modbus';
import { NOTATIONS } from './address-notation';
import { byteOrderSchema } from './byte-order';
import { parseForbidden } from './forbidden-ranges';

export { byteOrderSchema, type ByteOrder } from './byte-order';

/** Settings of one Modbus device (one unit identifier on a line). */
export const deviceSettingsSchema = z
  .object({
    /** 1 to 247 on serial lines (0 is a broadcast); 0 and 255 are usual for a TCP device that is no gateway. */
    unitId: z.number().int().min(0).max(255).default(1),
    timeoutMs: z.number().int().min(20).max(120_000).default(5000),
    /** How often a read is sent again after the first try. Writes are never sent again. */
    retries: z.number().int().min(0).max(20).default(3),
    /** The device is left alone for so long after each answer and after each timeout, milliseconds. */
    requestDelayMs: z.number().int().min(0).max(10_000).default(0),
    /** For points that do not name their own. */
    byteOrder: byteOrderSchema.default('ABCD'),
    maxRegistersPerRead: z.number().int().min(1).max(MAX_READ_REGISTERS).default(MAX_READ_REGISTERS),
    maxBitsPerRead: z.number().int().min(1).max(MAX_READ_BITS).default(MAX_READ_BITS),
    maxRegistersPerWrite: z.number().int().min(1).max(MAX_WRITE_REGISTERS).default(MAX_WRITE_REGISTERS),
    /** Registers nobody asked for that a read may carry to save a request. For bits sixteen times as many. */
    gapTolerance: z.number().int().min(0).max(124).default(8),
    /** Addresses that no read may touch: `40100-40110, coils 5`. */
    forbidden: z.string().trim().max(2000).default(''),
    /** TCP: requests on the wire at once. More than 1 only where the device allows it. */
    pipelineDepth: z.number().int().min(1).max(16).default(1),
    /** `auto`: 05 and 06 for one coil or register, 15 and 16 for more. `multiple`: 15 and 16 always. */
    writeFunction: z.enum(['auto', 'multiple']).default('auto'),
    /** A bit of a register: by mask write (22), by reading the register and writing it whole, or whichever the device takes. */
    bitWrite: z.enum(['auto', 'mask', 'read-modify-write']).default('auto'),
    /** A device that was asked nothing for so long is asked for one value, so that its loss shows. 0: never. */
    idleCheckMs: z.number().int().min(0).max(3_600_000).default(3000),
    addressNotation: z.enum(NOTATIONS).default('Modicon'),
  })
  .superRefine(({ forbidden, addressNotation }, context) => {
    const parsed = parseForbidden(forbidden, addressNotation);
    if (!parsed.ok) context.addIssue({ code: 'custom', path: ['forbidden'], message: parsed.message });
  });

export type DeviceSettings = z.infer<typeof deviceSettingsSchema>;
