import { createCipheriv, createHmac } from 'node:crypto';
import { hex } from '../../electron/stacks/dnp3';
import { octets } from '../vectors/dnp3/octets';
import type { DrivenOutstation } from './dnp3-driven-outstation';

export const UPDATE_KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
export const CONTROL_KEY = Buffer.alloc(16, 0xc0);
export const MONITORING_KEY = Buffer.alloc(16, 0xd0);

/** Octets that are different each time and the same in each run. */
export function counting(): (count: number) => Uint8Array {
  let next = 0;
  return (count) => Uint8Array.from({ length: count }, () => (next = (next + 1) & 0xff));
}

export const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};
export const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const text = (...parts: readonly Uint8Array[]): string => hex(Buffer.concat(parts), 5000);
const object = (variation: number, body: Uint8Array): Buffer => Buffer.concat([Buffer.from([120, variation, 0x5b, 1]), u16(body.length), body]);
export const mac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest().subarray(0, 16);
};

/**
 * A master's part in secure authentication, put together by hand with OpenSSL's key wrap and HMAC, so that nothing of the
 * library checks itself. SHA-256 of 16 octets.
 */
export class AuthPeer {
  readonly #driven: DrivenOutstation;
  readonly #user: number;
  readonly #updateKey: Uint8Array;
  #sequence = 0;

  constructor(driven: DrivenOutstation, user = 1, updateKey = UPDATE_KEY) {
    this.#driven = driven;
    this.#user = user;
    this.#updateKey = updateKey;
  }

  next(): number {
    this.#sequence = (this.#sequence + 1) & 0x0f;
    return 0xc0 | this.#sequence;
  }

  /** Asks for the key status; the octets of the object in the answer. */
  keyStatus(): Buffer {
    const [answer = ''] = this.#driven.ask(text(Buffer.from([this.next(), 32, 120, 4, 7, 1]), u16(this.#user)));
    return Buffer.from(octets(answer)).subarray(10);
  }

  /** A key change that answers a status; `damage` changes what is wrapped. */
  changeOf(status: Buffer, damage: (plain: Buffer) => Buffer = (plain) => plain): Buffer {
    const plain = Buffer.concat([u16(16), CONTROL_KEY, MONITORING_KEY, status]);
    const padded = damage(Buffer.concat([plain, Buffer.alloc((8 - (plain.length % 8)) % 8)]));
    const cipher = createCipheriv(`id-aes${this.#updateKey.length * 8}-wrap`, this.#updateKey, Buffer.alloc(8, 0xa6));
    const wrapped = Buffer.concat([cipher.update(padded), cipher.final()]);
    return Buffer.concat([Buffer.from([this.next(), 32]), object(6, Buffer.concat([status.subarray(0, 4), u16(this.#user), wrapped]))]);
  }

  /** A whole key change; the answer to it. */
  changeKeys(): { readonly request: Buffer; readonly answer: Buffer } {
    const request = this.changeOf(this.keyStatus());
    const [answer = ''] = this.#driven.ask(hex(request, 5000));
    return { request, answer: Buffer.from(octets(answer)) };
  }

  /** The reply to a challenge of a request. */
  replyTo(challenge: string, request: string, own: { readonly key?: Uint8Array; readonly user?: number; readonly sequence?: number } = {}): string {
    const fragment = Buffer.from(octets(challenge));
    const value = mac(own.key ?? CONTROL_KEY, fragment, octets(request));
    const sequence = own.sequence ?? fragment.readUInt32LE(10);
    return text(Buffer.from([fragment[0]! & 0xcf, 32]), object(2, Buffer.concat([u32(sequence), u16(own.user ?? this.#user), value])));
  }

  /** Sends a critical request and answers its challenge; what the outstation says then. */
  askAuthentic(request: string): string[] {
    const [challenge = ''] = this.#driven.ask(request);
    return this.#driven.ask(this.replyTo(challenge, request));
  }

  /** A request in aggressive mode, after a challenge. */
  aggressive(challenge: string, request: string, sequence: number, key: Uint8Array = CONTROL_KEY): string {
    const plain = Buffer.from(octets(request));
    const signed = Buffer.concat([plain.subarray(0, 2), Buffer.from([120, 3, 7, 1]), u32(sequence), u16(this.#user), plain.subarray(2)]);
    return text(signed, object(9, mac(key, octets(challenge), signed)));
  }
}
