import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryPair } from '../../../electron/io/memory-pair';
import type { ByteChannel } from '../../../electron/io/channel';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { decodeMbapFrame, decodeRequest, decodeWholeRtuFrame, encodeResponse, sealMbapFrame, sealRtuFrame } from '../../../electron/stacks/modbus';
import { mutate, pieces, Random } from '../../support/modbus-mutations';
import { DeviceUnderTest, LineRecorder, registerPoint } from '../../support/modbus-line';
import { drive, drivenClock, goBy } from '../../support/scripted-line';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const SAMPLE = 400;
const MBAP_BEFORE = 7;

/** The answer of a peer whose register n holds `base` + n, as octets; null for what it does not answer. */
function answerTo(octets: Uint8Array, transport: string, base: number): Uint8Array | null {
  const rtu = transport !== 'tcp';
  const mbap = rtu ? null : decodeMbapFrame(octets, 0);
  const frame = mbap ?? decodeWholeRtuFrame(octets);
  if (frame.kind !== 'value') return null;
  const request = decodeRequest(rtu ? octets.subarray(1, -2) : octets.subarray(MBAP_BEFORE));
  if (request.kind !== 'value' || request.value.functionCode !== 3) return null;
  const { address, quantity } = request.value;
  const response = { functionCode: 3 as const, registers: Uint16Array.from({ length: quantity }, (_, at) => base + address + at) };
  const encoded = encodeResponse(response, rtu ? 1 : MBAP_BEFORE, rtu ? 2 : 0);
  if (encoded.kind !== 'octets') return null;
  if (mbap?.kind === 'value') sealMbapFrame(encoded.octets, mbap.value.transactionId, mbap.value.unit);
  else sealRtuFrame(encoded.octets, octets[0] ?? 0);
  return encoded.octets;
}

/**
 * A Modbus TCP frame has no checksum, so octets of its values that change or shift can't be told by anybody. There the
 * header and the byte count are hit, each octet where it is, or the end is cut off.
 */
function damagedAnswer(answer: Uint8Array, transport: string, random: Random): Uint8Array {
  if (transport !== 'tcp') return mutate(answer, random);
  const copy = Uint8Array.from(answer);
  for (let times = random.below(4); times > 0; times -= 1) copy[random.below(MBAP_BEFORE + 2)] = random.pick(0, 1, 2, 3, 6, 255, random.octet());
  return random.below(5) === 0 ? copy.subarray(0, random.below(copy.length)) : copy;
}

for (const transport of ['tcp', 'rtu', 'rtu-over-tcp'] as const) {
  it(`survives damaged answers on ${transport}: no fault, never a good value that the peer does not have, and the next good answer is read`, async () => {
    const random = new Random(20_261_124);
    let damage = false;
    let base = 100;
    const peer = (far: ByteChannel): void =>
      far.listen({
        onData: (octets) => {
          const answer = answerTo(octets, transport, base);
          if (answer === null) return;
          const sent = damage ? damagedAnswer(answer, transport, random) : answer;
          let delay = 3;
          for (const piece of damage ? pieces(sent, random) : [sent]) {
            setTimeout(() => far.write(piece), delay);
            delay += random.below(3) === 0 ? 60 : 1;
          }
        },
        onClose: () => undefined,
      });
    const recorder = new LineRecorder(drivenClock);
    const protocol = createModbusProtocol({
      openChannel: () => {
        const [near, far] = memoryPair();
        peer(far);
        return Promise.resolve(near);
      },
    });
    const line = protocol.createLine({ transport, host: 'plc', serialPath: 'COM5' }, recorder.context);
    const points = [registerPoint(0), registerPoint(1), registerPoint(2)];
    const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 200, retries: 1, idleCheckMs: 0 }, points);
    device.driver.connect();
    await goBy(500);
    let refused = 0;
    for (let round = 0; round < SAMPLE; round += 1) {
      damage = true;
      const now = base;
      const values = await drive(device.values());
      // A mutation may hit nothing that matters; what is taken for good must be what the peer has.
      for (const [at, value] of values.entries()) if (typeof value === 'number' && value !== now + at) throw new Error(`round ${round}: register ${at} read as ${value}, the peer has ${now + at}`);
      if (values.some((value) => typeof value !== 'number')) refused += 1;
      damage = false;
      // An answer that was cut into pieces is not to arrive after the peer's values have changed.
      await goBy(700);
      base = 100 + random.below(60_000);
      for (let wait = 0; device.state.state !== 'connected' && wait < 60_000; wait += 250) await goBy(250);
      expect(await drive(device.values())).toEqual([base, base + 1, base + 2]);
    }
    expect(refused).toBeGreaterThan(SAMPLE / 20);
    expect(device.faults).toEqual([]);
    await line.close();
  }, 120_000);
}
