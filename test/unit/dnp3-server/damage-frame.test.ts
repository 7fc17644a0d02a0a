import { expect, it } from 'vitest';
import { damageFrame } from '../../../electron/protocols/dnp3/server/faults/damage-frame';
import type { MetFault } from '../../../electron/protocols/dnp3/server/faults/fault-kinds';
import { decodeLinkFrame, encodeLinkFrame, type LinkFrame } from '../../../electron/stacks/dnp3';

/** A first frame of a response to request 3 that asks for a confirm, with 20 octets behind its head. */
const FRAME: LinkFrame = { fromMaster: false, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: 1, source: 10, userData: Uint8Array.of(0x40, 0xa3, 0x81, 0x80, 0x00, ...Array.from({ length: 20 }, (_, at) => at)) };
const encoded = encodeLinkFrame(FRAME);
const octets = encoded.kind === 'octets' ? encoded.octets : new Uint8Array(0);
const damaged = (faults: readonly MetFault[], first = true) => damageFrame(octets, first, faults, () => 0.5);
const sent = (faults: readonly MetFault[], first = true): LinkFrame | string => {
  const whole = Uint8Array.from(damaged(faults, first).parts.flatMap((part) => [...part.octets]));
  const decoded = decodeLinkFrame(whole, 0);
  return decoded.kind === 'value' ? decoded.value : decoded.kind;
};

it('leaves a frame that met nothing as it is', () => {
  expect(sent([])).toEqual(FRAME);
});

it('makes a refusal of one frame that asks for no confirm, and drops the frames behind it', () => {
  const faults: MetFault[] = [{ kind: 'refusal', settings: { bit: 'parameter-error' } }];
  expect(sent(faults)).toMatchObject({ userData: Uint8Array.of(0xc0, 0xc3, 0x81, 0x80, 0x04) });
  expect(damaged(faults, false).parts).toEqual([]);
});

it('changes source and sequence with right checksums, the sequence only where the response begins', () => {
  expect(sent([{ kind: 'wrong-source', settings: { address: null } }])).toMatchObject({ source: 11 });
  expect((sent([{ kind: 'wrong-sequence', settings: { by: 14 } }]) as LinkFrame).userData[1]).toBe(0xa1);
  expect(sent([{ kind: 'wrong-sequence', settings: { by: 14 } }], false)).toEqual(FRAME);
});

it('breaks the checksum, cuts, repeats, delays, drops and hangs up', () => {
  expect(sent([{ kind: 'wrong-crc', settings: {} }])).toBe('bad');
  expect(damaged([{ kind: 'truncated', settings: { octets: 5 } }]).parts[0]?.octets).toHaveLength(5);
  expect(damaged([{ kind: 'duplicated', settings: { gapMs: 7 } }, { kind: 'delay', settings: { ms: 10 } }]).parts.map(({ afterMs }) => afterMs)).toEqual([10, 17]);
  expect(damaged([{ kind: 'jitter', settings: { fromMs: 0, toMs: 100 } }]).parts[0]?.afterMs).toBe(50);
  expect(damaged([{ kind: 'no-answer', settings: {} }])).toEqual({ parts: [], close: false });
  expect(damaged([{ kind: 'hang-up', settings: {} }])).toEqual({ parts: [], close: true });
  expect(damaged([{ kind: 'split', settings: { gapMs: 2 } }, { kind: 'garbage', settings: { octets: 3 } }]).parts).toHaveLength(octets.length + 3);
});
