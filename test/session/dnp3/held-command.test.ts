import { describe, expect, it } from 'vitest';
import { HeldCommand, integrityPoll, type Command, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';

const COMMAND: Command = { group: 12, variation: 1, index: 3, value: { controlCode: 1, count: 1, onMs: 1, offMs: 1 } };
const CROB = '0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00';
const INTEGRITY = '3C 02 06 3C 03 06 3C 04 06 3C 01 06';

/** A ready master with a select on its way; its start took the number 0. */
function selecting(holdMs = 8000) {
  const driven = DrivenMaster.ready();
  const outcomes: TaskOutcome[] = [];
  const until: number[] = [];
  const command = new HeldCommand([COMMAND], holdMs, { onSelected: (at) => until.push(at), done: (outcome) => outcomes.push(outcome) });
  driven.session.submit(command, driven.now);
  expect(driven.take()).toEqual([`C1 03 ${CROB}`]);
  const proceed = (): boolean => driven.session.proceed(command, driven.now);
  return { driven, command, outcomes, until, proceed };
}

describe('a command in two steps', () => {
  it('is operated with the next number when it is told to, and nothing comes between', () => {
    const { driven, command, outcomes, until, proceed } = selecting();
    expect(driven.answer(`C1 81 00 00 ${CROB}`)).toEqual([]);
    expect(until).toEqual([driven.now + 8000]);
    driven.session.submit(integrityPoll(() => undefined), driven.now);
    expect(driven.advance(3000)).toEqual([]);
    command.decide('operate');
    expect(proceed()).toBe(true);
    expect(driven.take()).toEqual([`C2 04 ${CROB}`]);
    expect(proceed()).toBe(false);
    expect(driven.answer(`C2 81 00 00 ${CROB}`)).toEqual([`C3 01 ${INTEGRITY}`]);
    expect(outcomes).toMatchObject([{ ok: true }]);
  });

  it('is never operated when its time has passed, however late it is decided', () => {
    const { driven, command, outcomes, proceed } = selecting();
    driven.answer(`C1 81 00 00 ${CROB}`);
    expect(driven.advance(7999)).toEqual([]);
    expect(outcomes).toEqual([]);
    expect(driven.advance(1)).toEqual([]);
    command.decide('operate');
    expect(proceed()).toBe(false);
    expect(driven.advance(20_000)).toEqual([]);
    expect(outcomes).toMatchObject([{ ok: false, failure: { kind: 'cancelled' } }]);
  });

  it('lets the next task go at once when it is cancelled', () => {
    const { driven, command, outcomes, proceed } = selecting();
    driven.answer(`C1 81 00 00 ${CROB}`);
    driven.session.submit(integrityPoll(() => undefined), driven.now);
    command.decide('cancel');
    command.decide('operate');
    expect(proceed()).toBe(true);
    expect(driven.take()).toEqual([`C2 01 ${INTEGRITY}`]);
    expect(outcomes).toMatchObject([{ ok: false, failure: { kind: 'cancelled' } }]);
  });

  it('takes no answer that comes again for one to its operate', () => {
    const { driven, outcomes } = selecting();
    driven.answer(`C1 81 00 00 ${CROB}`);
    expect(driven.answer(`C1 81 00 00 ${CROB}`)).toEqual([]);
    expect(outcomes).toEqual([]);
    expect(driven.session.counters.stray).toBe(1);
  });

  it('ends without an operate when the select is refused, and when the channel is lost', () => {
    const refused = selecting();
    expect(refused.driven.answer(`C1 81 00 00 ${CROB.slice(0, -2)}07`)).toEqual([]);
    expect(refused.until).toEqual([]);
    expect(refused.outcomes).toMatchObject([{ ok: false, failure: { kind: 'command', stage: 'select', statuses: [7] } }]);
    const lost = selecting();
    lost.driven.answer(`C1 81 00 00 ${CROB}`);
    lost.driven.session.closed('The line is gone.');
    expect(lost.outcomes).toMatchObject([{ ok: false, failure: { kind: 'closed' } }]);
  });
});
