import { describe, expect, it } from 'vitest';
import { DEFAULT_OUTSTATION, outstationLink } from '../../../electron/stacks/dnp3';
import { DrivenOutstation, points, type DrivenOutstationOptions } from '../../support/dnp3-driven-outstation';

const CLASS_1 = '01 3C 02 06';
/** A device whose restart indication is cleared; its clock says 0x4571 at the start. */
function outstation(options: DrivenOutstationOptions): DrivenOutstation {
  const driven = new DrivenOutstation(options);
  driven.device.epoch = 0x4571;
  driven.ask('CF 02 50 01 00 07 07 00');
  return driven;
}

/** Index and raw octet of every binary event without time in a response. */
const binaries = (count: number, ...pairs: string[]): string => `02 01 17 ${count.toString(16).padStart(2, '0').toUpperCase()} ${pairs.join(' ')}`;

describe('events', () => {
  it('are reported in the order they came, whatever their type, and leave when they were confirmed', () => {
    const driven = outstation({ points: { analog: points(0x20), binary: points(0x20) } });
    driven.update('analog', 0x17, 0x1234);
    driven.update('binary', 0x10, 1);
    driven.update('analog', 0x17, 0x2222);
    expect(driven.ask(`C0 ${CLASS_1}`)).toEqual(['E0 81 00 00 20 01 17 01 17 01 34 12 00 00 02 01 17 01 10 81 20 01 17 01 17 01 22 22 00 00']);
    expect(driven.session.events.waiting).toBe(3);
    driven.ask('C0 00');
    expect(driven.session.events.waiting).toBe(0);
    expect(driven.ask(`C1 ${CLASS_1}`)).toEqual(['C1 81 00 00']);
  });

  it('are reported again when no confirm came, by a new request or after its timeout', () => {
    const driven = outstation({ points: { binary: points(1) } });
    driven.update('binary', 0, 1);
    const events = `81 00 00 ${binaries(1, '00 81')}`;
    expect(driven.ask(`C0 ${CLASS_1}`)).toEqual([`E0 ${events}`]);
    expect(driven.ask(`C1 ${CLASS_1}`)).toEqual([`E1 ${events}`]);
    driven.ask('C0 00');
    expect(driven.session.events.waiting).toBe(1);
    driven.advance(10_000);
    driven.ask('C1 00');
    expect(driven.session.events.waiting).toBe(1);
    expect(driven.session.counters).toMatchObject({ confirmTimeouts: 1, ignored: 2 });
    expect(driven.ask(`C2 ${CLASS_1}`)).toEqual([`E2 ${events}`]);
  });

  it('answer a repeated read with the same octets while its confirm is awaited', () => {
    const driven = outstation({ points: { binary: points(1) } });
    driven.update('binary', 0, 1);
    const first = driven.ask(`C0 ${CLASS_1}`);
    driven.update('binary', 0, 0);
    expect(driven.ask(`C0 ${CLASS_1}`)).toEqual(first);
    driven.ask('C0 00');
    expect(driven.session.events.waiting).toBe(1);
  });

  it('are limited by the count asked for, by class and by type', () => {
    const driven = outstation({ points: { binary: [{ index: 0, eventClass: 1 }, { index: 1, eventClass: 2 }, { index: 2, eventClass: 3 }, { index: 3, eventClass: 0 }] } });
    for (const index of [0, 1, 2, 3]) {
      driven.update('binary', index, 1);
      driven.update('binary', index, 0);
    }
    expect(driven.ask('C0 01')).toEqual(['C0 81 0E 00']);
    expect(driven.ask('C1 01 3C 03 07 01 3C 04 07 01')).toEqual([`E1 81 0E 00 ${binaries(2, '01 81', '02 81')}`]);
    driven.ask('C1 00');
    expect(driven.ask('C2 01 02 01 08 03 00')).toEqual([`E2 81 08 00 ${binaries(3, '00 81', '00 01', '01 01')}`]);
    driven.ask('C2 00');
    expect(driven.ask('C3 01')).toEqual(['C3 81 08 00']);
  });

  it('carry their time, absolute or after a common time, in the variation asked for', () => {
    const driven = outstation({ points: { binary: points(5), 'double-bit': points(1) } });
    driven.update('binary', 3, 0);
    driven.advance(8);
    driven.update('binary', 4, 1);
    expect(driven.ask('C0 01 02 02 06')).toEqual(['E0 81 00 00 02 02 17 02 03 01 71 45 00 00 00 00 04 81 79 45 00 00 00 00']);
    expect(driven.ask('C1 01 02 03 06')).toEqual(['E1 81 00 00 33 01 07 01 71 45 00 00 00 00 02 03 17 02 03 01 00 00 04 81 08 00']);
    driven.ask('C1 00');
    driven.database.update('binary', 0, { value: 0, flags: 1, time: 5 }, 0);
    driven.database.update('binary', 1, { value: 1, flags: 1, time: 4 }, 0);
    driven.database.update('double-bit', 0, { value: 2, flags: 1, time: 0x01_0004 }, 0);
    expect(driven.ask('C2 01 02 03 06 04 03 06')).toEqual([
      'E2 81 00 00 33 01 07 01 05 00 00 00 00 00 02 03 17 01 00 01 00 00 33 01 07 01 04 00 00 00 00 00 02 03 17 01 01 81 00 00 33 01 07 01 04 00 01 00 00 00 04 03 17 01 00 81 00 00',
    ]);
  });

  it('are made by changes of value beyond the deadband and of flags, and by nothing else', () => {
    const driven = outstation({ points: { analog: points(2, { deadband: 10, initial: { value: 0, flags: 1 } }), binary: points(1, { initial: { value: 0, flags: 1 } }), counter: points(1, { initial: { value: 5, flags: 1 } }) } });
    const made = (action: () => void): number => {
      const before = driven.session.events.waiting;
      action();
      return driven.session.events.waiting - before;
    };
    expect(made(() => driven.update('analog', 0, 10))).toBe(0);
    expect(made(() => driven.update('analog', 0, 10.5))).toBe(1);
    expect(made(() => driven.update('analog', 0, 20))).toBe(0);
    expect(made(() => driven.update('analog', 0, 20, { flags: 5 }))).toBe(1);
    expect(made(() => driven.update('analog', 0, Number.NaN))).toBe(1);
    expect(made(() => driven.update('binary', 0, 0))).toBe(0);
    expect(made(() => driven.update('binary', 0, 1))).toBe(1);
    expect(made(() => driven.update('counter', 0, 6))).toBe(1);
    expect(made(() => driven.database.update('binary', 0, { value: 0, flags: 1 }, 0, 'suppress'))).toBe(0);
    expect(made(() => driven.database.update('binary', 0, { value: 0, flags: 1 }, 0, 'force'))).toBe(1);
    expect(driven.database.update('binary', 9, { value: 0, flags: 1 }, 0)).toBe(false);
  });

  it('are lost from the front when a type is full; the overflow is shown until a confirm made room', () => {
    const driven = outstation({ points: { binary: points(3), counter: points(1) }, settings: { eventLimit: () => 2 } });
    driven.update('counter', 0, 1);
    for (const index of [0, 1, 2]) driven.update('binary', index, 1);
    expect(driven.ask('C0 01')).toEqual(['C0 81 02 08']);
    expect(driven.session.events).toEqual({ waiting: 3, lost: 1, overflow: true });
    expect(driven.ask('C1 01 02 00 07 01')).toEqual([`E1 81 02 08 ${binaries(1, '01 81')}`]);
    driven.ask('C1 00');
    expect(driven.ask('C2 01')).toEqual(['C2 81 02 00']);
  });

  it('are none where no room is set up for them, which is an overflow too', () => {
    const driven = outstation({ points: { binary: points(1) }, settings: { eventLimit: () => 0 } });
    driven.update('binary', 0, 1);
    expect(driven.session.events).toEqual({ waiting: 0, lost: 1, overflow: true });
  });

  it('go before static data, and over as many fragments as they need, each confirmed', () => {
    const driven = outstation({ points: { analog: points(2) }, settings: { maxSent: 21 } });
    for (const value of [1, 2, 3]) driven.update('analog', 1, value);
    expect(driven.ask('C5 01 3C 02 06 3C 01 06')).toEqual(['A5 81 02 00 20 01 17 02 01 01 01 00 00 00 01 01 02 00 00 00']);
    expect(driven.ask('C5 00')).toEqual(['26 81 00 00 20 01 17 01 01 01 03 00 00 00']);
    expect(driven.ask('C6 00')).toEqual(['47 81 00 00 1E 01 00 00 01 02 00 00 00 00 01 03 00 00 00']);
    expect(driven.session.events.waiting).toBe(0);
  });

  it('of octet strings have a header for each length', () => {
    const driven = outstation({ points: { 'octet-string': points(3) } });
    for (const text of ['ca fe', 'ca ff', 'ca fe ba be']) driven.database.update('octet-string', 2, { value: 0, flags: 0, octets: Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex')) }, 0);
    expect(driven.ask(`C0 ${CLASS_1}`)).toEqual(['E0 81 00 00 6F 02 17 02 02 CA FE 02 CA FF 6F 04 17 01 02 CA FE BA BE']);
  });

  it('with indexes beyond 255 have indexes of two octets', () => {
    const driven = outstation({ points: { binary: points(400) } });
    driven.update('binary', 0, 1);
    driven.update('binary', 399, 1);
    driven.update('binary', 1, 1);
    expect(driven.ask(`C0 ${CLASS_1}`)).toEqual([`E0 81 00 00 ${binaries(1, '00 81')} 02 01 28 02 00 8F 01 81 01 00 81`]);
  });
});

describe('unsolicited responses', () => {
  const all = { allowed: true, classes: [1, 2, 3] as const };
  /** Confirms the null response at the start. */
  function started(options: DrivenOutstationOptions): DrivenOutstation {
    const driven = outstation(options);
    driven.session.opened(driven.now);
    expect(driven.take()).toEqual(['F0 82 00 00']);
    driven.ask('D0 00');
    return driven;
  }

  it('begin with a null response, sent again with the same octets until it is confirmed', () => {
    const driven = new DrivenOutstation({ unsolicited: { allowed: true } });
    expect(driven.take()).toEqual([]);
    driven.session.opened(0);
    expect(driven.take()).toEqual(['F0 82 80 00']);
    for (let i = 0; i < 5; i += 1) expect(driven.advance(10_000)).toEqual(['F0 82 80 00']);
    driven.ask('D0 00');
    expect(driven.advance(60_000)).toEqual([]);
  });

  it('carry events of enabled classes at once, one response at a time', () => {
    const driven = started({ points: { binary: points(3) }, unsolicited: all });
    driven.update('binary', 2, 0);
    expect(driven.take()).toEqual([`F1 82 00 00 ${binaries(1, '02 01')}`]);
    driven.update('binary', 0, 1);
    driven.update('binary', 1, 1);
    expect(driven.take()).toEqual([]);
    expect(driven.ask('D1 00')).toEqual([`F2 82 00 00 ${binaries(2, '00 81', '01 81')}`]);
    expect(driven.ask('D2 00')).toEqual([]);
    expect(driven.session.events.waiting).toBe(0);
  });

  it('wait until a master enables their class', () => {
    const driven = started({ points: { binary: points(1) }, unsolicited: { allowed: true } });
    driven.update('binary', 0, 0);
    expect(driven.take()).toEqual([]);
    expect(driven.ask('C0 14 3C 02 06')).toEqual(['C0 81 02 00', `F1 82 00 00 ${binaries(1, '00 01')}`]);
    driven.ask('D1 00');
    expect(driven.ask('C1 15 3C 02 06 3C 03 06')).toEqual(['C1 81 00 00']);
    driven.update('binary', 0, 1);
    expect(driven.take()).toEqual([]);
    expect(driven.ask('C2 14 3C 01 06')).toEqual(['C2 81 02 04']);
    expect(driven.ask('C3 14 3C 02 07 01')).toEqual(['C3 81 02 04']);
  });

  it('are cut where the fragment is full', () => {
    const driven = started({ points: { analog: points(5) }, unsolicited: all, settings: { maxSent: 14 } });
    driven.update('analog', 1, 7);
    driven.update('analog', 3, 13);
    expect(driven.take()).toEqual(['F1 82 00 00 20 01 17 01 01 01 07 00 00 00']);
    expect(driven.ask('D1 00')).toEqual(['F2 82 00 00 20 01 17 01 03 01 0D 00 00 00']);
  });

  it('are repeated with the same octets, then given up for a while, and the events sent again with a new number', () => {
    const driven = started({ points: { binary: points(1) }, unsolicited: { ...all, retries: 2, retryDelayMs: 30_000 } });
    driven.update('binary', 0, 1);
    const sent = driven.take();
    driven.update('binary', 0, 0);
    expect(driven.advance(10_000)).toEqual(sent);
    expect(driven.advance(10_000)).toEqual(sent);
    expect(driven.advance(10_000)).toEqual([]);
    expect(driven.ask('D1 00')).toEqual([]);
    expect(driven.advance(29_999)).toEqual([]);
    expect(driven.advance(1)).toEqual([`F2 82 00 00 ${binaries(2, '00 81', '00 01')}`]);
  });

  it('let other requests through, but a read waits for the confirm, or for its timeout', () => {
    const driven = started({ points: { binary: points(1) }, unsolicited: all });
    driven.update('binary', 0, 1);
    driven.take();
    expect(driven.ask('C0 17')).toEqual(['C0 81 00 00 34 02 07 01 00 00']);
    expect(driven.ask(`C1 ${CLASS_1}`)).toEqual([]);
    expect(driven.ask('D1 00')).toEqual(['C1 81 00 00']);
    driven.update('binary', 0, 0);
    expect(driven.take()).toEqual([`F2 82 00 00 ${binaries(1, '00 01')}`]);
    expect(driven.ask(`C2 ${CLASS_1}`)).toEqual([]);
    expect(driven.advance(10_000)).toEqual([`E2 81 00 00 ${binaries(1, '00 01')}`]);
    expect(driven.ask('C2 00')).toEqual([]);
    expect(driven.session.events.waiting).toBe(0);
  });

  it('are given up when the master disables them, so that its next read need not wait', () => {
    const driven = started({ points: { binary: points(1) }, unsolicited: all });
    driven.update('binary', 0, 1);
    const [sent] = driven.take();
    expect(driven.ask('C0 15 3C 02 06 3C 03 06')).toEqual(['C0 81 00 00']);
    expect(driven.ask('C1 15 3C 04 06')).toEqual(['C1 81 02 00']);
    expect(driven.ask(`C2 ${CLASS_1}`)).toEqual([`E2 ${sent!.slice(3).replace('82', '81')}`]);
    expect(driven.ask('D1 00')).toEqual([]);
    expect(driven.session.events.waiting).toBe(1);
    driven.ask('C2 00');
    expect(driven.advance(60_000)).toEqual([]);
  });

  it('forget a read that waits when another request comes', () => {
    const driven = started({ points: { binary: points(1) }, unsolicited: all });
    driven.update('binary', 0, 1);
    driven.take();
    driven.ask('C0 01 3C 01 06');
    expect(driven.ask('C1 18')).toEqual(['C1 81 00 00']);
    expect(driven.ask('D1 00')).toEqual([]);
  });

  it('do not go out while a solicited response waits for its confirm', () => {
    const driven = started({ points: { binary: points(2) }, unsolicited: { allowed: true, classes: [1] } });
    driven.database.assignClass('binary', 1, 2);
    driven.update('binary', 1, 1);
    expect(driven.ask('C0 01 3C 03 06')).toEqual([`E0 81 00 00 ${binaries(1, '01 81')}`]);
    driven.update('binary', 0, 1);
    expect(driven.take()).toEqual([]);
    expect(driven.ask('C0 00')).toEqual([`F1 82 00 00 ${binaries(1, '00 81')}`]);
  });

  it('gather events for as long as they are told to', () => {
    const driven = started({ points: { binary: points(2) }, unsolicited: { ...all, gatherMs: 100 } });
    driven.update('binary', 0, 1);
    expect(driven.advance(50)).toEqual([]);
    driven.update('binary', 1, 1);
    expect(driven.advance(49)).toEqual([]);
    expect(driven.advance(1)).toEqual([`F1 82 00 00 ${binaries(2, '00 81', '01 81')}`]);
  });

  it('lose no event when the channel breaks, and go on when it is open again', () => {
    const driven = started({ points: { binary: points(1) }, unsolicited: all });
    driven.update('binary', 0, 1);
    driven.take();
    driven.session.closed('gone');
    driven.update('binary', 0, 0);
    expect(driven.advance(60_000)).toEqual([]);
    driven.session.opened(driven.now);
    expect(driven.take()).toEqual([`F2 82 00 00 ${binaries(2, '00 81', '00 01')}`]);
  });
});

describe('several masters', () => {
  it('get every event each, as long as they have a session', () => {
    const driven = new DrivenOutstation({ points: { binary: points(1) } });
    const second = driven.outstation.session({ ...secondSettings() }, { send: () => true, wake: () => undefined }, 0);
    driven.update('binary', 0, 1);
    expect([driven.session.events.waiting, second.events.waiting]).toEqual([1, 1]);
    driven.outstation.drop(second);
    driven.update('binary', 0, 0);
    expect([driven.session.events.waiting, second.events.waiting]).toEqual([2, 1]);
  });
});

function secondSettings(): Parameters<DrivenOutstation['outstation']['session']>[0] {
  return { ...DEFAULT_OUTSTATION, link: outstationLink(1024, 2) };
}
