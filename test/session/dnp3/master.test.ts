import { describe, expect, it } from 'vitest';
import {
  assignClass,
  directOperate,
  eventPoll,
  freeze,
  FUNCTION,
  header,
  IIN,
  integrityPoll,
  PRIORITY,
  read,
  restart,
  selectBeforeOperate,
  timeSync,
  writeDeadbands,
  type Command,
  type MasterTask,
} from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';

const INTEGRITY = '3C 02 06 3C 03 06 3C 04 06 3C 01 06';
const COMMAND: Command = { group: 12, variation: 1, index: 3, value: { controlCode: 1, count: 1, onMs: 1, offMs: 1 } };
const CROB = '0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00';

describe('the start-up sequence of a master', () => {
  it('disables unsolicited responses, clears the restart, polls everything, enables unsolicited responses', () => {
    const driven = new DrivenMaster({ disableUnsolicitedFirst: true, unsolicitedClasses: [1, 2, 3] });
    expect(driven.advance(1000)).toEqual([]);
    driven.session.opened(driven.now);
    expect(driven.take()).toEqual(['C0 15 3C 02 06 3C 03 06 3C 04 06']);
    expect(driven.answer('C0 81 80 00')).toEqual(['C1 02 50 01 00 07 07 00']);
    expect(driven.answer('C1 81 00 00')).toEqual([`C2 01 ${INTEGRITY}`]);
    expect(driven.answer('C2 81 00 00 01 02 00 00 00 81')).toEqual(['C3 14 3C 02 06 3C 03 06 3C 04 06']);
    expect(driven.answer('C3 81 00 00')).toEqual([]);
    expect(driven.handler.reports).toMatchObject([{ type: 'binary', index: 0, value: { value: 1, flags: 1 } }]);
    expect(driven.handler.online).toEqual([true]);
  });

  it('goes on when the outstation has no unsolicited responses', () => {
    const driven = new DrivenMaster({ disableUnsolicitedFirst: true, unsolicitedClasses: [1] });
    driven.session.opened(0);
    driven.take();
    expect(driven.answer('C0 81 00 01')).toEqual([`C1 01 ${INTEGRITY}`]);
    expect(driven.answer('C1 81 00 00')).toEqual(['C2 14 3C 02 06']);
    expect(driven.answer('C2 81 00 01')).toEqual([]);
  });

  it('is tried again and again while the outstation is silent, with pauses', () => {
    const driven = new DrivenMaster({ responseTimeoutMs: 1000, retryDelayMs: 7000 });
    driven.session.opened(0);
    expect(driven.take()).toEqual([`C0 01 ${INTEGRITY}`]);
    expect(driven.advance(3000)).toEqual([`C1 01 ${INTEGRITY}`, `C2 01 ${INTEGRITY}`, `C3 01 ${INTEGRITY}`]);
    expect(driven.advance(1000)).toEqual([]);
    expect(driven.advance(6999)).toEqual([]);
    expect(driven.advance(1)).toEqual([`C4 01 ${INTEGRITY}`]);
    expect(driven.session.counters).toMatchObject({ requests: 5, retries: 3, timeouts: 4 });
  });

  it.each([0, 1, 2])('repeats a request %i times where the setting says so', (retries) => {
    const driven = new DrivenMaster({ responseTimeoutMs: 1000, retryDelayMs: 100_000, retries });
    driven.session.opened(0);
    driven.advance(10_000);
    expect(driven.session.counters).toMatchObject({ requests: 1 + retries, retries, timeouts: 1 + retries });
  });

  it('begins again when the outstation restarted', () => {
    const driven = DrivenMaster.ready({ unsolicitedClasses: [1] });
    driven.answer('C1 81 00 00');
    expect(driven.answer('F0 82 80 00')).toEqual(['D0 00', 'C2 02 50 01 00 07 07 00']);
    expect(driven.answer('C2 81 00 00')).toEqual([`C3 01 ${INTEGRITY}`]);
    expect(driven.answer('C3 81 00 00')).toEqual(['C4 14 3C 02 06']);
  });
});

describe('what indications ask for', () => {
  it('time: it is set, and after that not again at once although the outstation still asks', () => {
    const driven = DrivenMaster.ready({ timeSync: 'lan', retryDelayMs: 5000 });
    driven.handler.epoch = 1234;
    expect(driven.answer('F0 82 10 00')).toEqual(['D0 00', 'C1 18']);
    driven.advance(20);
    expect(driven.answer('C1 81 10 00')).toEqual(['C2 02 32 03 07 01 D2 04 00 00 00 00']);
    expect(driven.answer('C2 81 10 00')).toEqual([]);
    expect(driven.advance(4999)).toEqual([]);
    expect(driven.advance(1)).toEqual(['C3 18']);
  });

  it('events: the classes that have some are polled until they have none', () => {
    const driven = DrivenMaster.ready({ pollOnIndication: true });
    expect(driven.answer('F0 82 0A 00')).toEqual(['D0 00', 'C1 01 3C 02 06 3C 04 06']);
    expect(driven.answer('E1 81 02 00 02 01 17 01 00 81')).toEqual(['C1 00', 'C2 01 3C 02 06']);
    expect(driven.answer('E2 81 00 00 02 01 17 01 00 01')).toEqual(['C2 00']);
  });

  it('events, but without an end and without any: only with pauses', () => {
    const driven = DrivenMaster.ready({ pollOnIndication: true, retryDelayMs: 5000 });
    driven.answer('F0 82 02 00');
    expect(driven.answer('C1 81 02 00')).toEqual([]);
    expect(driven.advance(5000)).toEqual(['C2 01 3C 02 06']);
  });

  it('an overflow: everything is polled, once', () => {
    const driven = DrivenMaster.ready();
    expect(driven.answer('F0 82 00 08')).toEqual(['D0 00', `C1 01 ${INTEGRITY}`]);
    expect(driven.answer('C1 81 00 08')).toEqual([]);
    expect(driven.advance(60_000)).toEqual([]);
    expect(driven.answer('F1 82 00 00')).toEqual(['D1 00']);
    expect(driven.answer('F2 82 00 08')).toEqual(['D2 00', `C2 01 ${INTEGRITY}`]);
    expect(driven.handler.indications).toContain(IIN.eventBufferOverflow);
  });

  it('an overflow that only the first fragment of an answer tells of: everything is polled', () => {
    const driven = DrivenMaster.ready({ eventPoll: { classes: [1], everyMs: 3000 } });
    expect(driven.advance(3000)).toEqual(['C1 01 3C 02 06']);
    expect(driven.answer('A1 81 00 08 02 01 28 01 00 03 00 81')).toEqual(['C1 00']);
    expect(driven.answer('42 81 00 00 02 01 28 01 00 04 00 81')).toEqual([`C3 01 ${INTEGRITY}`]);
    expect(driven.handler.indications).toContain(IIN.eventBufferOverflow);
  });

  it('an overflow whose poll failed: it is polled again after a pause, until a poll is answered', () => {
    const driven = DrivenMaster.ready({ responseTimeoutMs: 1000, retries: 0, retryDelayMs: 5000, integrityEveryMs: 0 });
    expect(driven.answer('F0 82 00 08')).toEqual(['D0 00', `C1 01 ${INTEGRITY}`]);
    expect(driven.advance(5999)).toEqual([]);
    expect(driven.advance(1)).toEqual([`C2 01 ${INTEGRITY}`]);
    expect(driven.answer('C2 81 00 08')).toEqual([]);
    expect(driven.advance(60_000)).toEqual([]);
  });
});

describe('polls', () => {
  it('of everything and of events come when they are due, each once at a time', () => {
    const driven = DrivenMaster.ready({ integrityEveryMs: 10_000, eventPoll: { classes: [1], everyMs: 3000 } });
    expect(driven.advance(2999)).toEqual([]);
    expect(driven.advance(1)).toEqual(['C1 01 3C 02 06']);
    driven.answer('C1 81 00 00');
    expect(driven.advance(3000)).toEqual(['C2 01 3C 02 06']);
    driven.answer('C2 81 00 00');
    driven.advance(3000);
    driven.answer('C3 81 00 00');
    expect(driven.advance(1000)).toEqual([`C4 01 ${INTEGRITY}`]);
    expect(driven.answer('C4 81 00 00')).toEqual([]);
  });

  it('take answers of several fragments, each confirmed, and count the timeout anew for each', () => {
    const driven = DrivenMaster.ready({ responseTimeoutMs: 1000 });
    const poll = driven.submit((done) => read([header(30, 0)], done));
    driven.take();
    driven.advance(900);
    expect(driven.answer('A1 81 00 00 1E 02 00 00 00 01 07 00')).toEqual(['C1 00']);
    driven.advance(900);
    expect(driven.answer('42 81 00 00 1E 02 00 01 01 01 09 00')).toEqual([]);
    expect(poll).toMatchObject({ outcome: { ok: true }, times: 1 });
    expect(driven.handler.reports.map(({ index, value }) => [index, value.value])).toEqual([
      [0, 7],
      [1, 9],
    ]);
    driven.submit((done) => read([header(30, 0)], done));
    expect(driven.take()).toEqual(['C3 01 1E 00 06']);
  });

  it('pass over late answers, answers in the middle, and what nobody asked for', () => {
    const driven = DrivenMaster.ready({ responseTimeoutMs: 1000 });
    const poll = driven.submit((done) => eventPoll([1], done));
    driven.advance(1000);
    driven.answer('C1 81 00 00 02 01 17 01 00 81');
    driven.answer('42 81 00 00');
    driven.answer('D2 81 00 00');
    driven.answer('C0 01 3C 01 06');
    expect(poll.outcome).toBeUndefined();
    driven.answer('C2 81 00 00');
    driven.answer('C2 81 00 00');
    expect(poll.outcome).toMatchObject({ ok: true });
    expect(driven.handler.reports).toEqual([]);
    expect(driven.session.counters.stray).toBe(5);
  });

  it('fail on an answer that cannot be read, which is not confirmed', () => {
    const driven = DrivenMaster.ready();
    const poll = driven.submit((done) => read([header(60, 2)], done));
    driven.take();
    expect(driven.answer('E1 81 00 00 02 01 17 05 00 81')).toEqual([]);
    expect(poll.outcome).toMatchObject({ ok: false, failure: { kind: 'bad-response' } });
    expect(driven.session.counters.malformed).toBe(1);
  });

  it('say what the outstation refused, and still give what it sent', () => {
    const driven = DrivenMaster.ready();
    const poll = driven.submit((done) => read([header(1, 2, { kind: 'range', size: 1, start: 0, stop: 9 })], done));
    driven.answer('C1 81 00 04 01 02 00 00 00 81');
    expect(poll.outcome).toMatchObject({ ok: false, failure: { kind: 'refused', iin: IIN.parameterError, message: 'The outstation refused "read": parameterError.' } });
    expect(driven.handler.reports).toHaveLength(1);
  });

  it('make relative times absolute by the common time in front of them', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => eventPoll([1], done));
    driven.answer('E1 81 00 00 33 01 07 01 71 45 00 00 00 00 02 03 17 02 03 01 00 00 04 81 08 00 33 02 07 01 00 00 00 00 00 00 04 03 17 01 05 81 08 00');
    expect(driven.handler.reports.map(({ index, value, timeQuality }) => [index, value.time, timeQuality])).toEqual([
      [3, 0x4571, 'synchronized'],
      [4, 0x4579, 'synchronized'],
      [5, 8, 'unsynchronized'],
    ]);
    driven.submit((done) => eventPoll([1], done));
    driven.answer('E2 81 00 00 02 03 17 01 03 01 09 00');
    expect(driven.handler.reports.at(-1)).toMatchObject({ value: { relative: 9 } });
    expect(driven.handler.reports.at(-1)?.value.time).toBeUndefined();
  });
});

describe('unsolicited responses', () => {
  it('are taken once and confirmed as often as they come', () => {
    const driven = DrivenMaster.ready();
    expect(driven.answer('F5 82 00 00 02 01 17 01 00 81')).toEqual(['D5 00']);
    expect(driven.answer('F5 82 00 00 02 01 17 01 00 81')).toEqual(['D5 00']);
    expect(driven.answer('F6 82 00 00 02 01 17 01 00 81')).toEqual(['D6 00']);
    expect(driven.handler.reports.map(({ unsolicited, kind }) => [unsolicited, kind])).toEqual([
      [true, 'event'],
      [true, 'event'],
    ]);
    expect(driven.answer('F5 82 00 00 02 01 17 01 00 81')).toEqual(['D5 00']);
    expect(driven.session.counters).toMatchObject({ unsolicited: 4, repeatedUnsolicited: 2, events: 2 });
    driven.answer('F0 82 80 00');
    expect(driven.answer('F5 82 00 00 02 01 17 01 00 81')[0]).toBe('D5 00');
    expect(driven.session.counters.events).toBe(3);
  });

  it('are taken once too while the restart of the outstation is not cleared yet', () => {
    const driven = DrivenMaster.ready();
    driven.answer('F5 82 80 00 02 01 17 01 00 81');
    driven.answer('F5 82 80 00 02 01 17 01 00 81');
    expect(driven.session.counters).toMatchObject({ unsolicited: 2, repeatedUnsolicited: 1, events: 1 });
  });

  it('with events are left unconfirmed until the first integrity poll is done; null ones are confirmed', () => {
    const driven = new DrivenMaster();
    driven.session.opened(0);
    driven.take();
    expect(driven.answer('F0 82 00 00')).toEqual(['D0 00']);
    expect(driven.answer('F1 82 00 00 02 01 17 01 00 81')).toEqual([]);
    expect(driven.handler.reports).toEqual([]);
  });

  it('do not end a request that waits for its answer', () => {
    const driven = DrivenMaster.ready();
    const poll = driven.submit((done) => read([header(1, 0)], done));
    driven.take();
    expect(driven.answer('F1 82 00 00 02 01 17 01 00 81')).toEqual(['D1 00']);
    expect(poll.outcome).toBeUndefined();
    driven.answer('C1 81 00 00');
    expect(poll.outcome).toMatchObject({ ok: true });
  });

  it('that are malformed or in parts are neither taken nor confirmed', () => {
    const driven = DrivenMaster.ready();
    for (const text of ['F1 82 00 00 02 01 17 02 00 81', '71 82 00 00', 'E1 82 00 00']) expect(driven.answer(text)).toEqual([]);
  });
});

describe('commands', () => {
  it('are selected, then operated with the next number and the same octets', () => {
    const driven = DrivenMaster.ready();
    const command = driven.submit((done) => selectBeforeOperate([COMMAND], done));
    driven.submit((done) => selectBeforeOperate([COMMAND], done));
    expect(driven.take()).toEqual([`C1 03 ${CROB}`]);
    expect(driven.answer(`C1 81 02 00 ${CROB}`)).toEqual([`C2 04 ${CROB}`]);
    expect(driven.answer(`C2 81 00 00 ${CROB}`)).toEqual([`C3 03 ${CROB}`]);
    expect(command).toMatchObject({ outcome: { ok: true }, times: 1 });
  });

  it('are not operated when the select was refused or not repeated as it was', () => {
    const driven = DrivenMaster.ready();
    const refused = driven.submit((done) => selectBeforeOperate([COMMAND], done));
    expect(driven.answer('C1 81 00 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 07').slice(1)).toEqual([]);
    expect(refused.outcome).toMatchObject({ ok: false, failure: { kind: 'command', stage: 'select', statuses: [7], message: 'The outstation refused the select: local.' } });
    const other = driven.submit((done) => selectBeforeOperate([COMMAND], done));
    driven.take();
    expect(driven.answer('C2 81 00 00 0C 01 17 01 04 01 01 01 00 00 00 01 00 00 00 00')).toEqual([]);
    expect(other.outcome).toMatchObject({ ok: false, failure: { kind: 'bad-response' } });
    const without = driven.submit((done) => selectBeforeOperate([COMMAND], done));
    driven.take();
    expect(driven.answer('C3 81 00 01')).toEqual([]);
    expect(without.outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it('are never sent twice, whatever becomes of them', () => {
    const driven = DrivenMaster.ready({ responseTimeoutMs: 1000 });
    const selected = driven.submit((done) => selectBeforeOperate([COMMAND], done));
    driven.answer(`C1 81 00 00 ${CROB}`);
    driven.take();
    expect(driven.advance(60_000)).toEqual([]);
    expect(selected.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout', message: 'Outstation 1024 did not answer "select before operate" within 1000 ms. It may have been carried out.' } });
    const direct = driven.submit((done) => directOperate([COMMAND], true, done));
    expect(driven.take()).toEqual([`C3 05 ${CROB}`]);
    expect(driven.advance(60_000)).toEqual([]);
    expect(direct.outcome).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    driven.submit((done) => restart('cold', done));
    driven.submit((done) => freeze([header(20, 0)], true, done));
    expect(driven.advance(60_000)).toEqual(['C4 0D', 'C5 09 14 00 06']);
    expect(driven.session.counters.retries).toBe(0);
  });

  it('without acknowledgement end when they are sent', () => {
    const driven = DrivenMaster.ready();
    const command = driven.submit((done) => directOperate([COMMAND], false, done));
    expect(driven.take()).toEqual([`C1 06 ${CROB}`]);
    expect(command).toMatchObject({ outcome: { ok: true }, times: 1 });
  });

  it('of several kinds go into headers of their own, with indexes as long as they need', () => {
    const driven = DrivenMaster.ready();
    const analog = (index: number, value: number): Command => ({ group: 41, variation: 3, index, value: { value } });
    const command = driven.submit((done) => directOperate([COMMAND, analog(300, 99.5), analog(2, 0.1)], true, done));
    const objects = `${CROB} 29 03 28 02 00 2C 01 00 00 C7 42 00 02 00 CD CC CC 3D 00`;
    expect(driven.take()).toEqual([`C1 05 ${objects}`]);
    driven.answer(`C1 81 00 00 ${objects}`);
    expect(command.outcome).toMatchObject({ ok: true });
  });

  it('that cannot be put on the wire are refused', () => {
    const driven = DrivenMaster.ready();
    const command = driven.submit((done) => directOperate([{ ...COMMAND, group: 41, variation: 2, value: { value: 40_000 } }], true, done));
    expect(command.outcome).toMatchObject({ ok: false, failure: { kind: 'invalid' } });
    expect(driven.take()).toEqual([]);
  });
});

describe('other tasks', () => {
  it('set the time on a line that is slow, with its delay measured', () => {
    const driven = DrivenMaster.ready();
    driven.handler.epoch = 1000;
    const sync = driven.submit((done) => timeSync('non-lan', (now) => driven.handler.currentTime(now), done));
    expect(driven.take()).toEqual(['C1 17']);
    driven.advance(100);
    expect(driven.answer('C1 81 10 00 34 02 07 01 14 00')).toEqual(['C2 02 32 01 07 01 74 04 00 00 00 00']);
    driven.answer('C2 81 00 00');
    expect(sync.outcome).toMatchObject({ ok: true });
    const bad = driven.submit((done) => timeSync('non-lan', (now) => now, done));
    driven.answer('C3 81 00 00');
    expect(bad.outcome).toMatchObject({ ok: false, failure: { kind: 'bad-response' } });
  });

  it('assign classes, write deadbands, freeze', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => assignClass(2, [header(1, 0), header(30, 0, { kind: 'range', size: 1, start: 1, stop: 2 })], done));
    expect(driven.take()).toEqual(['C1 16 3C 03 06 01 00 06 1E 00 00 01 02']);
    driven.answer('C1 81 00 00');
    driven.submit((done) => writeDeadbands(3, [{ index: 7, deadband: 0.5 }], done));
    expect(driven.take()).toEqual(['C2 02 22 03 28 01 00 07 00 00 00 00 3F']);
    driven.answer('C2 81 00 00');
    driven.submit((done) => freeze([header(20, 0)], false, done));
    expect(driven.take()).toEqual(['C3 07 14 00 06']);
  });

  it('go to all outstations as a broadcast, without an answer', () => {
    const driven = DrivenMaster.ready();
    expect(driven.session.broadcast(0xfffd, FUNCTION.immediateFreezeNoAck, [header(20, 0)])).toBe(true);
    expect(driven.take()).toEqual(['to 65533: C1 08 14 00 06']);
    driven.session.closed('gone');
    expect(driven.session.broadcast(0xfffd, FUNCTION.immediateFreezeNoAck, [header(20, 0)])).toBe(false);
  });

  it('ask the link layer whether the outstation is there', () => {
    const driven = DrivenMaster.ready();
    driven.session.requestLinkStatus(driven.now, () => undefined);
    expect(driven.take()).toEqual(['link status']);
  });
});

describe('the task queue', () => {
  const named = (name: string, priority: MasterTask['priority'], order: string[]): MasterTask => ({
    name,
    priority,
    retries: 0,
    step: (index) => {
      if (index === 0) order.push(name);
      return index === 0 ? { functionCode: FUNCTION.delayMeasure, blocks: [] } : { ok: true, response: { iin: 0, blocks: [] } };
    },
    done: () => undefined,
  });

  it('lets commands go ahead, but nothing wait for ever', () => {
    const driven = DrivenMaster.ready();
    const order: string[] = [];
    driven.session.submit(named('first', PRIORITY.poll, order), 0);
    driven.session.submit(named('poll', PRIORITY.poll, order), 0);
    for (let i = 0; i < 20; i += 1) driven.session.submit(named('command', PRIORITY.command, order), 0);
    for (let i = 0; i < 22; i += 1) driven.answer(`C${((i + 1) & 15).toString(16).toUpperCase()} 81 00 00`);
    expect(order.indexOf('poll')).toBe(9);
    expect(order).toHaveLength(22);
  });

  it('is bounded, and fails everything once when the channel closes', () => {
    const driven = DrivenMaster.ready({ queueLimit: 2 });
    const polls = Array.from({ length: 4 }, () => driven.submit((done) => integrityPoll(done)));
    expect(polls[3]).toMatchObject({ outcome: { ok: false, failure: { kind: 'busy' } }, times: 1 });
    driven.session.closed('The cable is out.');
    expect(polls.slice(0, 3)).toMatchObject(Array.from({ length: 3 }, () => ({ outcome: { ok: false, failure: { kind: 'closed', message: 'The cable is out.' } }, times: 1 })));
    expect(driven.submit((done) => integrityPoll(done)).outcome).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    expect(driven.handler.online).toEqual([true, false]);
    driven.take();
    expect(driven.advance(60_000)).toEqual([]);
  });

  it('says when the channel takes no octets', () => {
    const driven = DrivenMaster.ready();
    driven.takes = false;
    expect(driven.submit((done) => integrityPoll(done)).outcome).toMatchObject({ ok: false, failure: { kind: 'busy' } });
  });
});
