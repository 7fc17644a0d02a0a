import { createCipheriv, createDecipheriv } from 'node:crypto';

/** The initial value of RFC 3394, 2.2.3.1; after unwrapping it shows that key and data belong together. */
const INITIAL = Buffer.alloc(8, 0xa6);
const BLOCK = 8;
const ROUNDS = 6;

function cipherName(key: Uint8Array): string | undefined {
  return key.length === 16 || key.length === 24 || key.length === 32 ? `aes-${key.length * 8}-ecb` : undefined;
}

/**
 * AES key wrap (RFC 3394, 2.2.1). Throws on a key that is not 16, 24 or 32 octets, and on data that is no multiple of 8
 * octets or shorter than 16: mistakes of the caller.
 */
export function wrapKey(key: Uint8Array, data: Uint8Array): Uint8Array {
  const name = cipherName(key);
  if (name === undefined) throw new RangeError(`A key of ${key.length} octets; AES has 16, 24 or 32.`);
  if (data.length < 2 * BLOCK || data.length % BLOCK !== 0) throw new RangeError(`${data.length} octets cannot be wrapped; a multiple of 8 from 16 on can.`);
  const cipher = createCipheriv(name, key, null).setAutoPadding(false);
  const wrapped = Buffer.concat([INITIAL, data]);
  const count = data.length / BLOCK;
  const block = Buffer.alloc(2 * BLOCK);
  wrapped.copy(block, 0, 0, BLOCK);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 1; i <= count; i += 1) {
      wrapped.copy(block, BLOCK, i * BLOCK, (i + 1) * BLOCK);
      cipher.update(block).copy(block);
      mixCounter(block, round * count + i);
      block.copy(wrapped, i * BLOCK, BLOCK);
    }
  }
  block.copy(wrapped, 0, 0, BLOCK);
  return Uint8Array.from(wrapped);
}

/** The wrapped data (RFC 3394, 2.2.2), or undefined where key and data do not belong together or the length is none. */
export function unwrapKey(key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  const name = cipherName(key);
  if (name === undefined || wrapped.length < 3 * BLOCK || wrapped.length % BLOCK !== 0) return undefined;
  const decipher = createDecipheriv(name, key, null).setAutoPadding(false);
  const data = Buffer.from(wrapped);
  const count = wrapped.length / BLOCK - 1;
  const block = Buffer.alloc(2 * BLOCK);
  data.copy(block, 0, 0, BLOCK);
  for (let round = ROUNDS - 1; round >= 0; round -= 1) {
    for (let i = count; i >= 1; i -= 1) {
      mixCounter(block, round * count + i);
      data.copy(block, BLOCK, i * BLOCK, (i + 1) * BLOCK);
      decipher.update(block).copy(block);
      block.copy(data, i * BLOCK, BLOCK);
    }
  }
  return block.subarray(0, BLOCK).equals(INITIAL) ? Uint8Array.from(data.subarray(BLOCK)) : undefined;
}

/** The step's number into the integrity register; what DNP3 wraps needs its low 32 bits only. */
function mixCounter(block: Buffer, step: number): void {
  block.writeUInt32BE((block.readUInt32BE(4) ^ step) >>> 0, 4);
}
