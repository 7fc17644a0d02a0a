import { describe, expect, it } from 'vitest';
import { encodeFragment, FUNCTION, OBJECT_TYPES, type ObjectBlock } from '../../../electron/stacks/dnp3';
import { hex } from '../../../electron/stacks/dnp3/octets';
import { DrivenOutstation, points } from '../../support/dnp3-driven-outstation';
import { MemoryFiles } from '../../support/dnp3-memory-files';
import { damagedFrames } from '../../support/dnp3-mutations';
import { pieces, Random } from '../../support/modbus-mutations';
import { count, soak, type Tally } from '../../support/modbus-soak';
import { octets } from '../../vectors/dnp3/octets';
import { OUTSTATION_VECTORS } from '../../vectors/dnp3/outstation';

const SAMPLE = 2000;
const MAX_SENT = 100;
const EVENTS = 20;
/** What a frame may have around a fragment: three of them at most, of MAX_SENT octets. */
const MAX_HEX = 3 * MAX_SENT;
/** After so long an incomplete frame is given up. */
const GAP_MS = 1000;

const everyRead = OBJECT_TYPES.map(({ group, variation }): ObjectBlock => ({ group, variation, range: { kind: 'all' }, entries: [] })).flatMap((block) => {
  const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 1 }, functionCode: FUNCTION.read, blocks: [block] });
  return encoded.kind === 'octets' ? [encoded.octets] : [];
});

/** Open for reading, read, open for writing, write, information, close, abort, delete, authenticate. */
const FILE_REQUESTS = [
  'C0 19 46 03 5B 01 1B 00 1A 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 20 00 07 00 61',
  'C1 01 46 05 5B 01 08 00 01 00 00 00 00 00 00 00',
  'C2 19 46 03 5B 01 1B 00 1A 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 20 00 07 00 62',
  'C3 02 46 05 5B 01 0A 00 02 00 00 00 00 00 00 80 41 42',
  'C4 1C 46 07 5B 01 15 00 14 00 01 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 61',
  'C5 1A 46 04 5B 01 0D 00 01 00 00 00 00 00 00 00 00 00 00 00 00',
  'C6 1E 46 04 5B 01 0D 00 01 00 00 00 00 00 00 00 00 00 00 00 00',
  'C7 1B 46 03 5B 01 1B 00 1A 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 62',
  'C8 1D 46 02 5B 01 0F 00 0C 00 01 00 0D 00 02 00 00 00 00 00 61 62 63',
  'C8 01 00 FE 06',
].map(octets);

const OTHERS = ['C0 00', 'D0 00', 'C3 14 3C 02 06', 'C4 16 3C 03 06 01 00 06', 'C5 02 22 01 17 01 01 0A 00', 'C6 09 14 00 06'].map(octets);

describe('an outstation under mutated fragments', () => {
  it('answers every request in bounds, holds no more than its bounds, and answers the good request after each', { timeout: 7_200_000 }, () => {
    const files = new MemoryFiles(new Map());
    const driven = new DrivenOutstation({
      points: { binary: points(20), analog: points(20), counter: points(5), 'frozen-counter': points(5), 'octet-string': points(2) },
      settings: { maxSent: MAX_SENT, eventLimit: () => EVENTS, confirmTimeoutMs: 100 },
      unsolicited: { allowed: true, retryDelayMs: 200 },
      files,
      attributes: [{ variation: 252, value: 'maker' }],
    });
    driven.session.opened(0);
    const seeds = [...OUTSTATION_VECTORS.flatMap(({ exchanges }) => exchanges.map(([request]) => octets(request))), ...everyRead, ...OTHERS, ...FILE_REQUESTS];
    let sequence = 0;

    /** Delay measurement: nothing that damaged requests may have set changes its answer. */
    const answered = (): boolean => {
      sequence = (sequence + 1) & 0x0f;
      const number = sequence.toString(16).toUpperCase();
      return driven.ask(`C${number} 17`).some((answer) => new RegExp(`^[CE]${number} 81 .. .. 34 02 07 01 00 00$`).test(answer));
    };

    /** Most unsolicited responses are confirmed; while one is not, reads wait. */
    const confirm = (answers: readonly string[], random: Random): void => {
      for (const sequence of answers.flatMap((answer) => /^F(.) 82/.exec(answer)?.[1] ?? [])) if (random.below(4) > 0) confirm(driven.ask(`D${sequence} 00`), random);
    };

    const iteration = (seed: number, tally: Tally): void => {
      const random = new Random(seed);
      if (random.below(3) === 0) driven.update('analog', random.below(20), random.below(1000));
      const malformed = driven.session.counters.malformed;
      for (const piece of pieces(damagedFrames(random.pick(...seeds), true, random).octets, random)) driven.router.receive(piece, driven.now);
      const answers = driven.take();
      count(tally, driven.session.counters.malformed > malformed ? 'malformed' : answers.length > 0 ? 'answered' : 'ignored');
      if (answers.some((answer) => answer.length > MAX_HEX)) throw new Error(`seed ${seed}: more than ${MAX_SENT} octets: ${answers.join(' | ')}`);
      if (driven.session.events.waiting > 9 * EVENTS) throw new Error(`seed ${seed}: ${driven.session.events.waiting} events are held`);
      confirm([...answers, ...driven.advance(1 + random.below(50))], random);
      if (!answered()) {
        // The good request was taken for the end of a frame that began.
        count(tally, 'answered at the second attempt');
        driven.now += GAP_MS;
        if (!answered()) throw new Error(`seed ${seed}: the good request is not answered`);
      }
      if (random.below(200) === 0) {
        confirm(driven.advance(20_000), random);
        files.files.clear();
        files.files.set('a', new Uint8Array(300));
      }
      // What the device of the test was told is of no interest here.
      for (const list of [driven.device.selected, driven.device.operated, driven.device.times, files.writes, files.removals]) list.length = 0;
    };

    const tally = soak('DNP3 outstation', SAMPLE, iteration);
    expect(['answered', 'malformed', 'ignored'].filter((ending) => (tally.get(ending) ?? 0) < 100)).toEqual([]);
  });

  it('answers or ignores requests that are cut anywhere, without an exception', () => {
    const driven = new DrivenOutstation({ points: { analog: points(3) } });
    for (const { exchanges } of OUTSTATION_VECTORS) {
      for (const [request] of exchanges) {
        const whole = octets(request);
        for (let length = 1; length < whole.length; length += 1) {
          const answers = driven.ask(hex(whole.subarray(0, length), 500));
          expect(answers.length, `${request} cut at ${length}`).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
