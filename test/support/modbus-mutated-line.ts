import { expect } from 'vitest';
import { SerialClientSession, type LineFraming, type ModbusResponse, type RtuTiming } from '../../electron/stacks/modbus';
import { DrivenClient } from './modbus-driven-client';
import { registers } from './modbus-frames';
import { join, mutate, pieces, Random } from './modbus-mutations';
import type { PeerSaid } from './modbus-reference';
import { count, type Tally } from './modbus-soak';

const TIMEOUT_MS = 200;

/** A framing under test, with an independent reading of what a peer said in it. */
export interface MutatedLine {
  readonly line: () => LineFraming;
  readonly timing: RtuTiming;
  readonly answer: (unit: number, response: ModbusResponse) => Uint8Array;
  readonly said: (octets: Uint8Array, unit: number, quantity: number) => PeerSaid[];
}

/** Submits a read and waits until it is on the wire, through whatever drain there is; `meanwhile` comes after the submit. */
function ask(driven: DrivenClient, unit: number, quantity: number, meanwhile?: () => void) {
  const before = driven.sent.length;
  const holder = driven.submit(unit, { functionCode: 3, address: 0, quantity });
  meanwhile?.();
  for (let ms = 0; driven.sent.length === before && ms < 3000; ms += 1) driven.advance(1);
  return holder;
}

/** A whole, right frame that answers something else: of another unit, of another length, of another function. */
function strayAnswer({ answer }: MutatedLine, random: Random, unit: number, values: readonly number[]): Uint8Array {
  const others = values.map((value) => value ^ 0x5555);
  switch (random.below(3)) {
    case 0:
      return answer((unit % 247) + 1, registers(...others));
    case 1:
      return answer(unit, registers(...others, 1));
    default:
      return answer(unit, { functionCode: 4, registers: Uint16Array.from(others) });
  }
}

/**
 * A read that may be answered late, inside the quiet window; a read whose answer is damaged; then a good exchange, on a
 * new connection where this one was closed.
 */
export function mutatedLineIteration(on: MutatedLine, seed: number, tally: Tally): void {
  const { timing, answer: frame } = on;
  const client = (afterTimeout: 'drain' | 'close') =>
    new DrivenClient((environment) => new SerialClientSession({ line: on.line(), timeoutMs: TIMEOUT_MS, retries: 0, queueLimit: 10, afterTimeout, timing }, environment));
  const random = new Random(seed);
  const unit = 1 + random.below(247);
  const quantity = 1 + random.below(5);
  const values = Array.from({ length: quantity }, () => random.below(65_536));
  const afterTimeout = random.pick('drain' as const, 'drain' as const, 'close' as const);
  let driven = client(afterTimeout);

  let lateAnswer: (() => void) | undefined;
  if (afterTimeout === 'drain' && random.below(4) === 0) {
    const late = ask(driven, unit, quantity);
    driven.advance(TIMEOUT_MS + driven.last.length * timing.characterMs + 1);
    if (late.answer?.ok !== false) throw new Error(`seed ${seed}: no timeout`);
    count(tally, 'late');
    lateAnswer = () => {
      driven.advance(random.below(45));
      driven.receive(frame(unit, registers(...values.map((value) => value ^ 0xffff))));
    };
  }

  const asked = ask(driven, unit, quantity, lateAnswer);
  const response = random.below(8) === 0 ? { functionCode: 3, exception: 1 + random.below(11) } : registers(...values);
  const other = random.below(4) === 0 ? strayAnswer(on, random, unit, values) : new Uint8Array(0);
  const whole = random.below(2) === 0 ? join(other, frame(unit, response)) : join(frame(unit, response), other);
  const stream = mutate(whole, random);
  for (const piece of pieces(stream, random)) {
    driven.advance(random.pick(0, 0, 1, 3, timing.frameGapMs, TIMEOUT_MS));
    driven.receive(piece);
  }
  driven.advance(TIMEOUT_MS + 60);
  if (asked.answers !== 1 || asked.answer === undefined) throw new Error(`seed ${seed}: ${asked.answers} answers to one request`);
  const { answer } = asked;
  count(tally, answer.ok ? 'good' : answer.failure.kind);
  if (answer.ok || answer.failure.kind === 'exception') {
    const taken = answer.ok ? { registers: Array.from(answer.value !== undefined && 'registers' in answer.value ? answer.value.registers : []) } : { exception: 'code' in answer.failure ? answer.failure.code : -1 };
    const said = on.said(stream, unit, quantity).map((each) => JSON.stringify(each));
    if (!said.includes(JSON.stringify(taken))) throw new Error(`seed ${seed}: took ${JSON.stringify(taken)}, the peer said ${said.join(' or ') || 'nothing'}`);
    // Damage that the checksum cannot see: to be expected once in 65,536 random frames with a CRC, once in 256 with an LRC.
    if (answer.ok && JSON.stringify(taken) !== JSON.stringify({ registers: values })) count(tally, 'damage with a right checksum');
  }

  if (driven.closedBecause !== undefined) {
    count(tally, 'closed');
    driven = client(afterTimeout);
  }
  const good = ask(driven, 7, 2);
  driven.advance(50);
  driven.receive(frame(7, registers(0x1234, 0xabcd)));
  driven.advance(TIMEOUT_MS + 60);
  if (good.answers !== 1) throw new Error(`seed ${seed}: the good exchange has ${good.answers} answers`);
  expect(good.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(0x1234, 0xabcd) } });
}
