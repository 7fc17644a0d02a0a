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

  it('are not stopped by one whose outstation is silent, nor by one that is closed', () => {
    const { first, second } = line();
    first.take();
    expect(first.advance(1000)).toEqual([`C1 ${POLL}`]);
    expect(second.advance(1000)).toEqual([]);
    first.advance(1000);
    expect(second.advance(1)).toEqual([`C0 ${POLL}`]);
    first.submit((done) => read([header(30, 0)], done));
    expect(first.take()).toEqual([]);
    second.session.closed('gone');
    expect(first.advance(1)).toEqual([`C2 ${READ}`]);
  });

  it('confirm what they are sent before the next one begins', () => {
    const { first, second } = line();
    first.take();
    expect(first.answer('E0 81 00 00')).toEqual(['C0 00']);
    expect(second.advance(1)).toEqual([`C0 ${POLL}`]);
  });
});
