import { describe, expect, it } from 'vitest';
import { eventPoll, header, integrityPoll, read, writeTerminal, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { Pair } from '../../support/dnp3-pair';
import { like } from '../../support/like';

const text = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString('latin1');
const octets = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words, 'latin1'));

/** An outstation with a terminal on port 2 that echoes in capitals. */
function pair(withTerminal = true): { readonly both: Pair; readonly typed: string[] } {
  const both = new Pair({ points: { 'virtual-terminal': [{ index: 2, eventClass: 1 }], binary: [{ index: 0 }] } });
  const typed: string[] = [];
  const writeTerminalTo = (port: number, given: Uint8Array): boolean => {
    typed.push(`${port}: ${text(given)}`);
    return both.database.update('virtual-terminal', port, { value: 0, flags: 0, octets: octets(text(given).toUpperCase()) }, both.now);
  };
  if (withTerminal) Object.assign(both.device, { writeTerminal: writeTerminalTo });
  both.open();
  both.run(50);
  return { both, typed };
}

const said = (both: Pair): string[] => both.handler.reports.filter(({ group }) => group === 113).map(({ index, type, value }) => `${type} ${index}: ${text(value.octets)}`);

describe('a virtual terminal', () => {
  it('takes what a master types, and what it says comes as events, the same words twice too', () => {
    const { both, typed } = pair();
    for (const words of ['show', 'show']) both.submit<TaskOutcome>((done) => writeTerminal(2, octets(words), done));
    both.run(100);
    both.submit<TaskOutcome>((done) => eventPoll([1], done));
    both.run(100);
    expect(typed).toEqual(['2: show', '2: show']);
    expect(said(both)).toEqual(['virtual-terminal 2: SHOW', 'virtual-terminal 2: SHOW']);
    expect(both.slave.events.waiting).toBe(0);
  });

  it('is written once, though no answer comes', () => {
    const { both, typed } = pair();
    both.channel = (sent) => (both.frames.at(-1)?.fromClient === true ? [{ octets: sent, delayMs: 1 }] : []);
    const task = both.submit<TaskOutcome>((done) => writeTerminal(2, octets('reboot'), done));
    both.run(10_000, 10);
    expect(task.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout', message: like.containing('may have been carried out') } });
    expect(typed).toEqual(['2: reboot']);
  });

  it('has no state: it is not in class 0 and is not read', () => {
    const { both } = pair();
    const all = both.submit<TaskOutcome>((done) => integrityPoll(done));
    const alone = both.submit<TaskOutcome>((done) => read([header(112, 0)], done));
    both.run(100);
    expect(all.outcome?.ok).toBe(true);
    expect(both.handler.reports.filter(({ group }) => group === 112)).toEqual([]);
    expect(alone.outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it.each([
    ['a port that there is not', true, 7],
    ['a device without terminals', false, 2],
  ])('of %s is refused', (_, withTerminal, port) => {
    const { both, typed } = pair(withTerminal);
    const task = both.submit<TaskOutcome>((done) => writeTerminal(port, octets('x'), done));
    both.run(100);
    expect(task.outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    expect(typed).toEqual([]);
  });

  it('is written on the wire with the length for its variation and the port for its index', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => writeTerminal(2, octets('ab'), done));
    expect(driven.take()).toEqual(['C1 02 70 02 01 02 00 02 00 61 62']);
  });
});
