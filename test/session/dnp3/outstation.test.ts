import { describe, expect, it } from 'vitest';
import { COMMAND_STATUS, IIN, POINT_TYPES, type PointConfig, type PointType } from '../../../electron/stacks/dnp3';
import { DrivenOutstation, points } from '../../support/dnp3-driven-outstation';
import { OUTSTATION_VECTORS } from '../../vectors/dnp3/outstation';

const everyType = (count: number): Partial<Record<PointType, PointConfig[]>> => Object.fromEntries(POINT_TYPES.map((type) => [type, points(count)]));
const CROB = '0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 00';
const CLEAR_RESTART = 'C0 02 50 01 00 07 07 00';

describe('the outstation, as an independent stack answers', () => {
  it.each(OUTSTATION_VECTORS)('$name', ({ points: count, exchanges }) => {
    const driven = new DrivenOutstation({ points: everyType(count ?? 0) });
    for (const [request, ...answers] of exchanges) expect(driven.ask(request), request).toEqual(answers);
  });

  it('tells the restart delay in milliseconds or seconds', () => {
    const driven = new DrivenOutstation();
    driven.device.restartMs = 1;
    expect(driven.ask('C1 0D')).toEqual(['C1 81 80 00 34 02 07 01 01 00']);
    driven.device.restartMs = 65_535_000;
    expect(driven.ask('C2 0E')).toEqual(['C2 81 80 00 34 01 07 01 FF FF']);
  });

  it('adds the time since the record to a time set by LAN', () => {
    const driven = new DrivenOutstation({ needTime: true });
    driven.advance(10);
    expect(driven.ask('C0 18')).toEqual(['C0 81 90 00']);
    driven.advance(20);
    expect(driven.ask('C1 02 32 03 07 01 D2 04 00 00 00 00')).toEqual(['C1 81 80 00']);
    expect(driven.device.times).toEqual([1254]);
  });

  it('refuses a time that the device refuses', () => {
    const driven = new DrivenOutstation({ needTime: true });
    driven.device.takesTime = false;
    expect(driven.ask('C0 02 32 01 07 01 D2 04 00 00 00 00')).toEqual(['C0 81 90 04']);
  });

  it('shows the indications of the device', () => {
    const driven = new DrivenOutstation({ needTime: true });
    driven.device.iin = IIN.deviceTrouble | IIN.localControl | IIN.configurationCorrupt;
    expect(driven.ask('C0 01')).toEqual(['C0 81 F0 20']);
  });

  it('answers class 0 in several fragments, each but the last to be confirmed', () => {
    const driven = new DrivenOutstation({ points: { analog: points(8, { initial: { value: 0, flags: 1 } }) }, settings: { maxSent: 20 } });
    expect(driven.ask('C0 01 3C 01 06')).toEqual(['A0 81 80 00 1E 01 00 00 01 01 00 00 00 00 01 00 00 00 00']);
    expect(driven.ask('C0 00')).toEqual(['21 81 80 00 1E 01 00 02 03 01 00 00 00 00 01 00 00 00 00']);
    expect(driven.ask('C1 00')).toEqual(['22 81 80 00 1E 01 00 04 05 01 00 00 00 00 01 00 00 00 00']);
    expect(driven.ask('C2 00')).toEqual(['43 81 80 00 1E 01 00 06 07 01 00 00 00 00 01 00 00 00 00']);
    expect(driven.ask('C3 00')).toEqual([]);
  });

  it('mixes the variations of its points', () => {
    const driven = new DrivenOutstation({
      points: {
        analog: [
          { index: 0, staticVariation: 1 },
          { index: 1, staticVariation: 2 },
        ],
      },
    });
    expect(driven.ask('C0 01 3C 01 06')).toEqual(['C0 81 80 00 1E 01 00 00 00 02 00 00 00 00 1E 02 00 01 01 02 00 00']);
  });
});

describe('static reads', () => {
  it('give ranges, lists of indexes and first points, and say what is not there', () => {
    const driven = new DrivenOutstation({ points: { binary: points(300, { initial: { value: 1, flags: 1 } }) } });
    expect(driven.ask('C0 01 01 02 00 02 03')).toEqual(['C0 81 80 00 01 02 00 02 03 81 81']);
    expect(driven.ask('C1 01 01 00 17 03 05 07 08')).toEqual(['C1 81 80 00 01 02 00 05 05 81 01 02 00 07 08 81 81']);
    expect(driven.ask('C2 01 01 02 07 02')).toEqual(['C2 81 80 00 01 02 00 00 01 81 81']);
    expect(driven.ask('C3 01 01 02 01 FF 00 00 01')).toEqual(['C3 81 80 00 01 02 00 FF FF 81 01 02 01 00 01 00 01 81']);
    expect(driven.ask('C4 01 01 02 01 2A 01 2C 01')).toEqual(['C4 81 80 04 01 02 01 2A 01 2B 01 81 81']);
    expect(driven.ask('C5 01 01 02 01 FF FF FF FF')).toEqual(['C5 81 80 04']);
  });

  it('packs states, but reports a point that is not just online with its flags', () => {
    const driven = new DrivenOutstation({ points: { binary: points(10, { initial: { value: 1, flags: 1 } }), 'double-bit': points(5, { initial: { value: 2, flags: 1 } }) } });
    expect(driven.ask('C0 01 01 01 06')).toEqual(['C0 81 80 00 01 01 00 00 09 FF 03']);
    driven.database.update('binary', 4, { value: 0, flags: 5 }, 0, 'suppress');
    expect(driven.ask('C1 01 01 01 06')).toEqual(['C1 81 80 00 01 01 00 00 03 0F 01 02 00 04 04 05 01 01 00 05 09 1F']);
    expect(driven.ask('C2 01 03 01 06')).toEqual(['C2 81 80 00 03 01 00 00 04 AA 02']);
  });

  it('flags an analog that does not fit its variation, and wraps a counter of 16 bits', () => {
    const driven = new DrivenOutstation({ points: { analog: points(2), counter: points(1) } });
    driven.database.update('analog', 0, { value: 40_000, flags: 1 }, 0, 'suppress');
    driven.database.update('analog', 1, { value: -1.4, flags: 1 }, 0, 'suppress');
    driven.database.update('counter', 0, { value: 65_538, flags: 1 }, 0, 'suppress');
    expect(driven.ask('C0 01 1E 02 06')).toEqual(['C0 81 80 00 1E 02 00 00 01 21 FF 7F 01 FF FF']);
    expect(driven.ask('C1 01 14 02 06')).toEqual(['C1 81 80 00 14 02 00 00 00 01 02 00']);
  });

  it('give the time, the indications and deadbands, which can be written', () => {
    const driven = new DrivenOutstation({ points: { analog: points(2, { deadband: 5 }) } });
    driven.device.epoch = 1234;
    expect(driven.ask('C0 01 32 01 07 01')).toEqual(['C0 81 80 00 32 01 07 01 D2 04 00 00 00 00']);
    expect(driven.ask('C1 01 50 01 06')).toEqual(['C1 81 80 00 50 01 00 00 0F 80 00']);
    expect(driven.ask('C2 01 22 00 06')).toEqual(['C2 81 80 00 22 02 00 00 01 05 00 00 00 05 00 00 00']);
    expect(driven.ask('C3 02 22 01 17 01 01 0A 00')).toEqual(['C3 81 80 00']);
    expect(driven.ask('C4 01 22 01 06')).toEqual(['C4 81 80 00 22 01 00 00 01 05 00 0A 00']);
    expect(driven.ask('C5 02 22 01 17 01 07 0A 00')).toEqual(['C5 81 80 04']);
    driven.update('analog', 1, 10);
    driven.update('analog', 1, 10);
    expect(driven.session.events.waiting).toBe(1);
  });

  it('refuse delta counters, which an outstation does not make', () => {
    const driven = new DrivenOutstation({ points: everyType(1) });
    expect(driven.ask('C0 01 14 03 06')).toEqual(['C0 81 80 02']);
    expect(driven.ask('C1 01 16 04 06')).toEqual(['C1 81 80 02']);
  });
});

describe('controls', () => {
  it('are answered with the status of the device, an unknown code echoed, "not supported" also as an indication', () => {
    const driven = new DrivenOutstation();
    driven.device.status = COMMAND_STATUS.notSupported;
    expect(driven.ask('C0 03 0C 01 17 01 03 AA 01 01 00 00 00 01 00 00 00 00')).toEqual(['C0 81 80 04 0C 01 17 01 03 AA 01 01 00 00 00 01 00 00 00 04']);
  });

  it('beyond the limit are refused and not carried out', () => {
    const driven = new DrivenOutstation({ settings: { maxControls: 1 } });
    expect(driven.ask('C0 03 0C 01 17 02 03 01 01 01 00 00 00 01 00 00 00 00 04 01 01 01 00 00 00 01 00 00 00 00')).toEqual([
      'C0 81 80 00 0C 01 17 02 03 01 01 01 00 00 00 01 00 00 00 00 04 01 01 01 00 00 00 01 00 00 00 08',
    ]);
    expect(driven.device.selected).toHaveLength(1);
    expect(driven.ask('C1 04 0C 01 17 02 03 01 01 01 00 00 00 01 00 00 00 00 04 01 01 01 00 00 00 01 00 00 00 00')[0]).toMatch(/02$/);
    expect(driven.device.operated).toEqual([]);
  });

  it('may not be operated when the select is too old', () => {
    const driven = new DrivenOutstation({ settings: { selectTimeoutMs: 5000 } });
    driven.ask(`C0 03 ${CROB}`);
    driven.advance(5001);
    expect(driven.ask(`C1 04 ${CROB}`)).toEqual(['C1 81 80 00 0C 01 17 01 03 01 01 01 00 00 00 01 00 00 00 01']);
    expect(driven.device.operated).toEqual([]);
  });

  it('are selected no more once another request came between', () => {
    const driven = new DrivenOutstation();
    driven.ask(`C0 03 ${CROB}`);
    driven.ask('C1 01 3C 01 06');
    expect(driven.ask(`C1 04 ${CROB}`)[0]).toMatch(/02$/);
    driven.ask(`C3 03 ${CROB}`);
    driven.session.closed('gone');
    expect(driven.ask(`C4 04 ${CROB}`)[0]).toMatch(/02$/);
    expect(driven.device.operated).toEqual([]);
  });

  it('are carried out once when the request comes twice, and each time without acknowledgement', () => {
    const driven = new DrivenOutstation();
    driven.ask(`C0 03 ${CROB}`);
    const answer = driven.ask(`C1 04 ${CROB}`);
    expect(driven.ask(`C1 04 ${CROB}`)).toEqual(answer);
    expect(driven.device.operated.map(({ how }) => how)).toEqual(['selected']);
    for (let i = 0; i < 4; i += 1) expect(driven.ask(`C1 06 ${CROB}`)).toEqual([]);
    expect(driven.device.operated).toHaveLength(5);
    expect(driven.session.counters.repeated).toBe(1);
  });

  it('are not carried out again when other requests overtook their repetition', () => {
    const driven = new DrivenOutstation();
    const direct = `C1 05 ${CROB}`;
    driven.ask(direct);
    driven.ask('C2 01 3C 01 06');
    expect(driven.ask(direct)).toEqual([]);
    expect(driven.device.operated).toHaveLength(1);
    for (let i = 2; i <= 16; i += 1) driven.ask(`C${(i & 15).toString(16).toUpperCase()} 01 3C 01 06`);
    expect(driven.ask(direct)).toHaveLength(1);
    expect(driven.device.operated).toHaveLength(2);
  });

  it('are refused for objects and qualifiers that controls do not have', () => {
    const driven = new DrivenOutstation();
    expect(driven.ask('C0 05 0C 02 17 01 03 01 01 01 00 00 00 01 00 00 00 00')).toEqual(['C0 81 80 04']);
    expect(driven.ask('C1 05 0C 01 07 01 01 01 01 00 00 00 01 00 00 00 00')).toEqual(['C1 81 80 04']);
    expect(driven.ask('C2 05')).toEqual(['C2 81 80 04']);
    expect(driven.ask('C3 05 01 02 17 01 03 81')).toEqual(['C3 81 80 02']);
    expect(driven.device.operated).toEqual([]);
  });

  it('are not carried out when their answer would not fit a fragment', () => {
    const driven = new DrivenOutstation({ settings: { maxSent: 19 } });
    expect(driven.ask(`C0 05 ${CROB}`)).toEqual(['C0 81 80 04']);
    expect(driven.device.operated).toEqual([]);
  });
});

describe('freezes and classes', () => {
  it('copy counters and analogs, clear where told to, and make events of the frozen points', () => {
    const driven = new DrivenOutstation({ points: { counter: points(2), 'frozen-counter': points(2), analog: points(1), 'frozen-analog': points(1) } });
    driven.database.update('counter', 1, { value: 7, flags: 1 }, 0, 'suppress');
    expect(driven.ask('C0 09 14 00 00 01 01')).toEqual(['C0 81 82 00']);
    expect(driven.ask('C1 01 15 00 06')).toEqual(['C1 81 82 00 15 01 00 00 01 02 00 00 00 00 01 07 00 00 00']);
    expect(driven.ask('C2 01 14 00 06')).toEqual(['C2 81 82 00 14 01 00 00 01 02 00 00 00 00 01 00 00 00 00']);
    expect(driven.ask('C3 01 17 05 06')).toEqual(['E3 81 80 00 17 05 17 01 01 01 07 00 00 00 00 68 E5 CF 8B 01']);
    driven.ask('C3 00');
    expect(driven.ask('C4 07 1E 00 06')).toEqual(['C4 81 82 00']);
    expect(driven.ask('C5 08 14 00 06')).toEqual([]);
    expect(driven.ask('C6 07 14 00 00 05 06')).toEqual(['C6 81 82 04']);
    expect(driven.ask('C7 07 01 00 06')).toEqual(['C7 81 82 02']);
  });

  it('are assigned to points by a class header in front', () => {
    const driven = new DrivenOutstation({ points: { binary: points(3) } });
    expect(driven.ask('C0 16 3C 03 06 01 00 00 01 01 3C 01 06 01 00 00 02 02')).toEqual(['C0 81 80 00']);
    driven.update('binary', 0, 1);
    driven.update('binary', 1, 1);
    driven.update('binary', 2, 1);
    expect(driven.ask('C1 01')).toEqual(['C1 81 86 00']);
    expect(driven.session.events.waiting).toBe(2);
    expect(driven.ask('C2 16 01 00 06')).toEqual(['C2 81 86 04']);
    expect(driven.ask('C3 16 3C 02 06 01 00 00 07 07')).toEqual(['C3 81 86 04']);
    expect(driven.ask('C4 16 3C 02 06 0C 01 06')).toEqual(['C4 81 86 02']);
  });
});

describe('what is no request', () => {
  it('is ignored: responses, unsolicited requests, parts of requests, short fragments', () => {
    const driven = new DrivenOutstation();
    for (const text of ['C0 81 00 00', 'D0 01 3C 01 06', '80 01 3C 01 06', '40 01 3C 01 06', 'C0 00', 'D0 00', 'C0']) expect(driven.ask(text), text).toEqual([]);
    expect(driven.session.counters).toMatchObject({ requests: 0, malformed: 1, ignored: 6 });
  });

  it('is answered with the indication that belongs to it, and counted', () => {
    const driven = new DrivenOutstation();
    expect(driven.ask('C0 01 3C 01')).toEqual(['C0 81 80 04']);
    expect(driven.ask('C1 01 63 01 06')).toEqual(['C1 81 80 02']);
    expect(driven.ask('C2 01 01 02 00 05 03')).toEqual(['C2 81 80 04']);
    expect(driven.ask('C3 02 50 01 00 07 FF 00')).toEqual(['C3 81 80 04']);
    expect(driven.session.counters.malformed).toBe(4);
  });
});

describe('functions that are not there', () => {
  it.each([15, 16, 17, 18, 19, 29, 31, 32, 77, 128])('%i is answered with IIN2.0', (functionCode) => {
    expect(new DrivenOutstation().ask(`C0 ${functionCode.toString(16).padStart(2, '0')}`)).toEqual(['C0 81 80 01']);
  });

  it('and are without acknowledgement are not answered', () => {
    for (const functionCode of ['0C', '21']) expect(new DrivenOutstation().ask(`C0 ${functionCode}`)).toEqual([]);
  });
});

describe('broadcasts', () => {
  it('are carried out without an answer and shown by the broadcast bit of the next one', () => {
    const driven = new DrivenOutstation();
    expect(driven.ask(CLEAR_RESTART, 0xfffd)).toEqual([]);
    expect(driven.ask('C0 01')).toEqual(['C0 81 01 00']);
    expect(driven.ask('C1 01')).toEqual(['C1 81 00 00']);
  });

  it('that must be confirmed keep the bit until a confirm came', () => {
    const driven = new DrivenOutstation();
    expect(driven.ask(CLEAR_RESTART, 0xfffe)).toEqual([]);
    expect(driven.ask('C1 01')).toEqual(['E1 81 01 00']);
    driven.advance(10_000);
    expect(driven.ask('C2 17')).toEqual(['E2 81 01 00 34 02 07 01 00 00']);
    expect(driven.ask('C2 00')).toEqual([]);
    expect(driven.ask('C3 01')).toEqual(['C3 81 00 00']);
  });
});
