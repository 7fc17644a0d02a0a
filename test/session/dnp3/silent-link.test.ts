import { describe, expect, it } from 'vitest';
import { directOperate, integrityPoll, type Command, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';

const COMMAND: Command = { group: 12, variation: 1, index: 3, value: { controlCode: 1, count: 1, onMs: 1, offMs: 1 } };
const LINK = { confirmed: 'always', timeoutMs: 100, retries: 1 } as const;

/** A master on a confirmed link whose start-up sequence, an integrity poll, is done. */
function ready(): DrivenMaster {
  const driven = new DrivenMaster({}, LINK);
  driven.session.opened(0);
  driven.acknowledge();
  driven.acknowledge();
  driven.answer('C0 81 00 00');
  expect(driven.session.online).toBe(true);
  return driven;
}

const operate = (done: (outcome: TaskOutcome) => void) => directOperate([COMMAND], true, done);

describe('a confirmed link whose peer stays silent', () => {
  it('is a silent outstation, not a busy one', () => {
    const driven = ready();
    const poll = driven.submit((done) => integrityPoll(done));
    driven.advance(200);
    expect(poll.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout', message: "The peer's link layer did not answer 2 frames within 100 ms each." } });
    expect(driven.session.online).toBe(false);
    expect(driven.session.counters.timeouts).toBe(1);
  });

  it('says of a command whose frame was on the wire that it may have been carried out', () => {
    const driven = ready();
    const command = driven.submit(operate);
    expect(driven.take().map((octets) => octets.slice(0, 11))).toEqual(['C1 05 0C 01']);
    driven.advance(200);
    expect(command.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout', message: "The peer's link layer did not answer 2 frames within 100 ms each. It may have been carried out." } });
  });

  it('does not say so where the link could not even be reset', () => {
    const driven = ready();
    const first = driven.submit(operate);
    driven.advance(200);
    expect(first.times).toBe(1);
    driven.take();
    const second = driven.submit(operate);
    expect(driven.advance(200)).toEqual([]);
    expect(second.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout', message: "The peer's link layer did not answer 2 frames within 100 ms each." } });
  });
});
