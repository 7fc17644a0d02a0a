import { expect, it } from 'vitest';
import { MbapClientSession } from '../../../electron/stacks/modbus';
import { DrivenClient } from '../../support/modbus-driven-client';
import { mbapAnswer, registers } from '../../support/modbus-frames';
import { mutate, Random } from '../../support/modbus-mutations';
import { saidOnMbap } from '../../support/modbus-reference';
import { count, soak, type Tally } from '../../support/modbus-soak';

const TIMEOUT_MS = 100;

/** Reads whose answers are damaged, lost, doubled, late and out of order; then a good exchange on the same socket. */
function iteration(seed: number, tally: Tally): void {
  const random = new Random(seed);
  const driven = new DrivenClient(
    (environment) => new MbapClientSession({ timeoutMs: TIMEOUT_MS, retries: 0, pipelineDepth: 3, queueLimit: 10, closeAfterSilentTimeouts: 3, datagrams: true }, environment),
  );
  const unit = random.below(256);
  const asked = Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const quantity = 1 + random.below(5);
    return { holder: driven.submit(unit, { functionCode: 3, address: i, quantity }), quantity, transactionId: i + 1 };
  });
  const datagrams = asked.flatMap(({ quantity, transactionId }) => {
    const values = Array.from({ length: quantity }, () => random.below(65_536));
    const answer = mbapAnswer(transactionId, unit, random.below(8) === 0 ? { functionCode: 3, exception: 1 + random.below(11) } : registers(...values));
    return Array.from({ length: random.below(3) }, () => mutate(answer, random));
  });
  const timely: Uint8Array[] = [];
  while (datagrams.length > 0) {
    const [datagram] = datagrams.splice(random.below(datagrams.length), 1);
    driven.advance(random.pick(0, 0, 1, 20, TIMEOUT_MS));
    if (datagram === undefined) break;
    driven.receive(datagram);
    timely.push(datagram);
  }
  driven.advance(2 * TIMEOUT_MS);

  for (const { holder, quantity, transactionId } of asked) {
    const { answer } = holder;
    if (holder.answers !== 1 || answer === undefined) throw new Error(`seed ${seed}: ${holder.answers} answers to one request`);
    count(tally, answer.ok ? 'good' : answer.failure.kind);
    if (!answer.ok && answer.failure.kind !== 'exception') continue;
    // A datagram counts when it is one whole frame; which of several came first is told by their order.
    const said = timely.filter((octets) => octets.length === 6 + (((octets[4] ?? 0) << 8) | (octets[5] ?? 0))).flatMap((octets) => saidOnMbap(octets, transactionId, unit, quantity));
    const taken = answer.ok ? { registers: Array.from(answer.value !== undefined && 'registers' in answer.value ? answer.value.registers : []) } : { exception: 'code' in answer.failure ? answer.failure.code : -1 };
    if (JSON.stringify(taken) !== JSON.stringify(said[0])) throw new Error(`seed ${seed}: took ${JSON.stringify(taken)}, the peer said ${JSON.stringify(said[0])}`);
  }
  if (driven.closedBecause !== undefined) throw new Error(`seed ${seed}: closed`);

  const good = driven.submit(7, { functionCode: 3, address: 0, quantity: 2 });
  driven.receive(mbapAnswer(((driven.last[0] ?? 0) << 8) | (driven.last[1] ?? 0), 7, registers(0x1234, 0xabcd)));
  driven.advance(2 * TIMEOUT_MS);
  if (good.answers !== 1) throw new Error(`seed ${seed}: the good exchange has ${good.answers} answers`);
  expect(good.answer).toMatchObject({ ok: true, value: { registers: Uint16Array.of(0x1234, 0xabcd) } });
}

it(
  'survives damaged, lost, doubled and late datagrams: each request ends once, no value that the peer did not say, the next good answer is read',
  { timeout: 3_600_000 },
  () => {
    const tally = soak('UDP client', 10_000, iteration);
    expect(['good', 'exception', 'timeout'].filter((ending) => (tally.get(ending) ?? 0) < 100)).toEqual([]);
  },
);
