import { describe, expect, it } from 'vitest';
import { eventPoll, header, read, readFile, type FileOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';

/** One fragment of a poll's answer with an analog event, never the last, to be confirmed. */
const fragment = (number: number, first: boolean): string => `${first ? 'A' : '2'}${number.toString(16)} 81 00 00 20 02 17 01 00 01 07 00`;

describe('an answer that does not end', () => {
  it.each([
    ['fragments', { maxAnswerFragments: 3 }, 3, 'more than 3 fragments'],
    ['octets', { maxAnswerOctets: 30 }, 2, 'more than 30 octets'],
  ] as const)('is given up by its %s: the task fails in words, what came is taken, and the next request goes on', (_, settings, taken, words) => {
    const driven = DrivenMaster.ready(settings);
    const poll = driven.submit((done) => eventPoll([1], done));
    const next = driven.submit((done) => read([header(1, 0)], done));
    driven.take();
    for (let i = 0; i < taken; i += 1) {
      expect(driven.answer(fragment(1 + i, i === 0))).toEqual([`C${1 + i} 00`]);
      expect(poll.outcome).toBeUndefined();
    }
    // Not confirmed; what the outstation still has goes on with the next poll.
    expect(driven.answer(fragment(1 + taken, false))).toEqual(['C2 01 01 00 06']);
    expect(poll).toEqual({ outcome: { ok: false, failure: { kind: 'bad-response', message: `The outstation's answer to "event poll of class 1" does not end: ${words}. Ask for fewer points at once, or allow longer answers.` } }, times: 1 });
    expect(driven.handler.reports).toHaveLength(taken);
    expect(driven.answer(fragment(2 + taken, false))).toEqual([]);
    expect(driven.answer('C2 81 00 00 01 02 00 00 00 81')).toEqual([]);
    expect(next.outcome).toMatchObject({ ok: true });
    expect(driven.handler.reports).toHaveLength(taken + 1);
  });

  it('is counted anew for each request', () => {
    const driven = DrivenMaster.ready({ maxAnswerFragments: 1 });
    const polls = [1, 2, 3].map((number) => {
      const poll = driven.submit((done) => eventPoll([1], done));
      driven.answer(`C${number} 81 00 00`);
      return poll;
    });
    expect(polls.map(({ outcome }) => outcome?.ok)).toEqual([true, true, true]);
  });
});

describe('a file of empty blocks without an end', () => {
  it('is given up and closed, says so, and the next request goes on', () => {
    const driven = DrivenMaster.ready();
    const held: { outcome: FileOutcome<Uint8Array> | undefined } = { outcome: undefined };
    driven.session.submit(
      readFile('a', (outcome) => {
        held.outcome = outcome;
      }, { maxEmptyBlocks: 2 }),
      0,
    );
    const next = driven.submit((done) => read([header(1, 0)], done));
    driven.take();
    const block = (number: string): string => `46 05 5B 01 08 00 09 00 00 00 0${number} 00 00 00`;
    expect(driven.answer('C1 81 00 00 46 04 5B 01 0D 00 09 00 00 00 05 00 00 00 20 00 01 00 00')).toEqual([`C2 01 ${block('0')}`]);
    expect(driven.answer(`C2 81 00 00 ${block('0')}`)).toEqual([`C3 01 ${block('1')}`]);
    expect(driven.answer(`C3 81 00 00 ${block('1')}`)).toEqual([`C4 01 ${block('2')}`]);
    expect(driven.answer(`C4 81 00 00 ${block('2')}`)).toEqual(['C5 1A 46 04 5B 01 0D 00 09 00 00 00 00 00 00 00 00 00 02 00 00']);
    expect(held.outcome).toBeUndefined();
    expect(driven.answer('C5 81 00 00 46 04 5B 01 0D 00 09 00 00 00 00 00 00 00 00 00 02 00 00')).toEqual(['C6 01 01 00 06']);
    expect(held.outcome).toEqual({ ok: false, failure: { kind: 'bad-response', message: 'The outstation gives one empty block after the other, and none of them is the last.' } });
    driven.answer('C6 81 00 00');
    expect(next.outcome).toMatchObject({ ok: true });
  });

  it('is another thing than a last block without octets, and than one empty block in between', () => {
    const driven = DrivenMaster.ready();
    const held: { outcome: FileOutcome<Uint8Array> | undefined } = { outcome: undefined };
    driven.session.submit(
      readFile('a', (outcome) => {
        held.outcome = outcome;
      }, { maxEmptyBlocks: 1 }),
      0,
    );
    for (const answer of [
      'C1 81 00 00 46 04 5B 01 0D 00 09 00 00 00 05 00 00 00 20 00 01 00 00',
      'C2 81 00 00 46 05 5B 01 08 00 09 00 00 00 00 00 00 00',
      'C3 81 00 00 46 05 5B 01 09 00 09 00 00 00 01 00 00 00 41',
      'C4 81 00 00 46 05 5B 01 08 00 09 00 00 00 02 00 00 80',
      'C5 81 00 00 46 04 5B 01 0D 00 09 00 00 00 00 00 00 00 00 00 02 00 00',
    ]) driven.answer(answer);
    expect(held.outcome).toEqual({ ok: true, value: Uint8Array.of(0x41) });
  });
});
