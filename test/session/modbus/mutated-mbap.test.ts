import { expect, it } from 'vitest';
import { MbapClientSession } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { mbapAnswer, registers } from '../../support/modbus-frames';
import { join, mutate, pieces, Random } from '../../support/modbus-mutations';
import { saidOnMbap } from '../../support/modbus-reference';
import { count, soak, type Tally } from '../../support/modbus-soak';

const TIMEOUT_MS = 100;

function client(depth: number): DrivenClient {
  return new DrivenClient((environment) => new MbapClientSession({ timeoutMs: TIMEOUT_MS, retries: 0, pipelineDepth: depth, queueLimit: 10, closeAfterSilentTimeouts: 0, datagrams: false }, environment));
}

/** Some reads at once, their answers damaged on the way; then a good exchange, on a new connection where this one was closed. */
function iteration(seed: number, tally: Tally): void {
  const random = new Random(seed);
  const driven = client(3);
  const unit = random.below(256);
  const asked = Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const quantity = 1 + random.below(5);
    const holder = driven.submit(unit, { functionCode: 3, address: i, quantity });
    const values = Array.from({ length: quantity }, () => random.below(65_536));
    return { holder, quantity, values, transactionId: i + 1 };
  });
  const answers = asked.map(({ transactionId, values }) =>
    mbapAnswer(transactionId, unit, random.below(8) === 0 ? { functionCode: 3, exception: 1 + random.below(11) } : registers(...values)),
  );
  if (random.below(3) === 0) answers.reverse();
  const stream = random.below(2) === 0 ? mutate(join(...answers), random) : join(...answers.map((answer) => mutate(answer, random)));
  let timely = 0;
  for (const piece of pieces(stream, random)) {
    driven.advance(random.pick(0, 0, 1, 20, TIMEOUT_MS));
    driven.receive(piece);
    timely += piece.length;
  }
  driven.advance(2 * TIMEOUT_MS);

  for (const { holder, quantity, transactionId } of asked) {
    if (holder.answers !== 1 || holder.answer === undefined) throw new Error(`seed ${seed}: ${holder.answers} answers to one request`);
    const { answer } = holder;
    count(tally, answer.ok ? 'good' : answer.failure.kind);
    if (!answer.ok && answer.failure.kind !== 'exception') continue;
    const [first] = saidOnMbap(stream.subarray(0, timely), transactionId, unit, quantity);
    const taken = answer.ok ? { registers: Array.from(answer.value !== undefined && 'registers' in answer.value ? answer.value.registers : []) } : { exception: 'code' in answer.failure ? answer.failure.code : -1 };
    if (JSON.stringify(taken) !== JSON.stringify(first)) throw new Error(`seed ${seed}: took ${JSON.stringify(taken)}, the peer said ${JSON.stringify(first)}`);
  }

  const after = driven.closedBecause === undefined ? driven : client(3);
  if (after !== driven) count(tally, 'closed');
  const good = after.submit(7, { functionCode: 3, address: 0, quantity: 2 });
  after.receive(mbapAnswer(((after.last[0] ?? 0) << 8) | (after.last[1] ?? 0), 7, registers(0x1234, 0xabcd)));
  after.advance(2 * TIMEOUT_MS);
  if (good.answers !== 1) throw new Error(`seed ${seed}: the good exchange has ${good.answers} answers`);
  expect(good.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(0x1234, 0xabcd) } });
}

it(
  'survives damaged answers on TCP: each request ends once, no value that the peer did not say, the next good answer is read',
  { timeout: 3_600_000 },
  () => {
    const tally = soak('TCP client', 10_000, iteration);
    expect(['good', 'exception', 'timeout', 'bad-frame', 'closed'].filter((ending) => (tally.get(ending) ?? 0) < 100)).toEqual([]);
  },
);
