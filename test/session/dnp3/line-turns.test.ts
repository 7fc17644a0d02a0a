import { describe, expect, it } from 'vitest';
import { header, read } from '../../../electron/stacks/dnp3';
import { LineTurns } from '../../../electron/stacks/dnp3/line-turns';
import { DrivenMaster } from '../../support/dnp3-driven-master';

const POLL = '01 3C 02 06 3C 03 06 3C 04 06 3C 01 06';
const READ = '01 1E 00 06';

/** Two masters on one line, each with a clock of its own that the test moves. */
function line() {
  const turns = new LineTurns();
  const settings = { turns, responseTimeoutMs: 1000, retries: 1, retryDelayMs: 60_000 };
  const [first, second] = [new DrivenMaster(settings), new DrivenMaster(settings)];
  first.session.opened(0);
  second.session.opened(0);
  return { first, second };
}

describe('masters that take turns on a line', () => {
  it('have one request under way at a time, and go on one after the other', () => {
    const { first, second } = line();
    expect([first.take(), second.take()]).toEqual([[`C0 ${POLL}`], []]);
    expect(second.advance(500)).toEqual([]);
    first.submit((done) => read([header(30, 0)], done));
    expect(first.answer('C0 81 00 00')).toEqual([]);
    expect(second.advance(1)).toEqual([`C0 ${POLL}`]);
    expect(first.advance(500)).toEqual([]);
    second.answer('C0 81 00 00');
    expect(first.advance(1)).toEqual([`C1 ${READ}`]);
  });

  it('go on between the repetitions to a silent outstation, and after one that is closed', () => {
    const { first, second } = line();
    first.take();
    expect(second.advance(999)).toEqual([]);
    expect(first.advance(1000)).toEqual([]);
    expect(second.advance(1)).toEqual([`C0 ${POLL}`]);
    second.submit((done) => read([header(30, 0)], done));
    // A late answer to what was sent first is none to the repetition that waits.
    expect(first.answer('C0 81 00 00')).toEqual([]);
    second.answer('C0 81 00 00');
    expect(first.advance(1)).toEqual([`C1 ${POLL}`]);
    expect(second.advance(1)).toEqual([]);
    first.session.closed('gone');
    expect(second.advance(1)).toEqual([`C1 ${READ}`]);
  });

  it('try a silent outstation once at a time, ever less often, until it answers', () => {
    const master = new DrivenMaster({ turns: new LineTurns(), responseTimeoutMs: 1000, retries: 2, retryDelayMs: 5000 });
    master.session.opened(0);
    const asked: number[] = [];
    const sent = master.take();
    while (master.now < 130_000) {
      const now = master.advance(1000);
      if (now.length > 0) asked.push(master.now / 1000);
      sent.push(...now);
    }
    expect(asked).toEqual([1, 2, 8, 19, 40, 71, 102]);
    expect(master.session.counters.timeouts).toBe(8);
    expect(master.advance(3000)).toEqual([`C8 ${POLL}`]);
    master.answer('C8 81 00 00');
    master.submit((done) => read([header(30, 0)], done));
    expect([...master.take(), ...master.advance(2000)]).toEqual([`C9 ${READ}`, `CA ${READ}`, `CB ${READ}`]);
  });

  it('confirm what they are sent before the next one begins', () => {
    const { first, second } = line();
    first.take();
    expect(first.answer('E0 81 00 00')).toEqual(['C0 00']);
    expect(second.advance(1)).toEqual([`C0 ${POLL}`]);
  });
});
