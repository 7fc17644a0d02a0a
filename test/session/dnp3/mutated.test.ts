import { describe, expect, it } from 'vitest';
import { crcDnp, encodeFragment, encodeLinkFrame, FUNCTION, OBJECT_TYPES, TransportSegmenter, type ObjectBlock } from '../../../electron/stacks/dnp3';
import { hex } from '../../../electron/stacks/dnp3/octets';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { DrivenOutstation, points } from '../../support/dnp3-driven-outstation';
import { MemoryFiles } from '../../support/dnp3-memory-files';
import { mutate, pieces, Random } from '../../support/modbus-mutations';
import { count, soak } from '../../support/modbus-soak';
import { octets } from '../../vectors/dnp3/octets';
import { OBJECTS } from '../../vectors/dnp3/objects';
import { OUTSTATION_VECTORS } from '../../vectors/dnp3/outstation';

const SAMPLE = 2000;
const segmenter = new TransportSegmenter();

/** Frames around a fragment, as the peer would send them; now and then the frame is damaged too. */
function frames(fragment: Uint8Array, fromMaster: boolean, random: Random): Uint8Array {
  const all = segmenter.segments(fragment).map((segment) => {
    const userData = random.below(10) === 0 ? mutate(segment, random).subarray(0, 250) : segment;
    const [destination, source] = fromMaster ? [1024, 1] : [1, 1024];
    const frame = encodeLinkFrame({ fromMaster, primary: true, fcb: random.below(2) === 0, fcvOrDfc: false, functionCode: 4, destination: random.below(20) === 0 ? 0xffff : destination, source, userData });
    if (frame.kind === 'invalid') throw new Error(frame.reason);
    return random.below(10) === 0 ? repaired(mutate(frame.octets, random)) : frame.octets;
  });
  return Buffer.concat(all);
}

/** A right header checksum, so that damage gets past the first look. */
function repaired(frame: Uint8Array): Uint8Array {
  if (frame.length < 10) return frame;
  const crc = crcDnp(frame, 0, 8);
  const copy = Uint8Array.from(frame);
  copy.set([crc & 0xff, crc >> 8], 8);
  return copy;
}

const everyRead = OBJECT_TYPES.map(({ group, variation }): ObjectBlock => ({ group, variation, range: { kind: 'all' }, entries: [] })).flatMap((block) => {
  const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 1 }, functionCode: FUNCTION.read, blocks: [block] });
  return encoded.kind === 'octets' ? [encoded.octets] : [];
});

/** Open for reading, read, open for writing, write, information, close, abort, delete. */
const FILE_REQUESTS = [
  'C0 19 46 03 5B 01 1B 00 1A 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 20 00 07 00 61',
  'C1 01 46 05 5B 01 08 00 01 00 00 00 00 00 00 00',
  'C2 19 46 03 5B 01 1B 00 1A 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 20 00 07 00 62',
  'C3 02 46 05 5B 01 0A 00 02 00 00 00 00 00 00 80 41 42',
  'C4 1C 46 07 5B 01 15 00 14 00 01 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 61',
  'C5 1A 46 04 5B 01 0D 00 01 00 00 00 00 00 00 00 00 00 00 00 00',
  'C6 1E 46 04 5B 01 0D 00 01 00 00 00 00 00 00 00 00 00 00 00 00',
  'C7 1B 46 03 5B 01 1B 00 1A 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 62',
  'C8 01 00 FE 06',
];

describe('mutated fragments', () => {
  it('never stop an outstation: it answers every request in bounds, and the next good one', () => {
    const driven = new DrivenOutstation({ points: { binary: points(20), analog: points(20), counter: points(5), 'frozen-counter': points(5), 'octet-string': points(2) }, settings: { maxSent: 100, eventLimit: () => 20 }, unsolicited: { allowed: true }, files: new MemoryFiles(new Map([['a', new Uint8Array(300)]])), attributes: [{ variation: 252, value: 'maker' }] });
    driven.session.opened(0);
    const seeds = [...OUTSTATION_VECTORS.flatMap(({ exchanges }) => exchanges.map(([request]) => octets(request))), ...everyRead, octets('C0 00'), octets('D0 00'), octets('C3 14 3C 02 06'), octets('C4 16 3C 03 06 01 00 06'), octets('C5 02 22 01 17 01 01 0A 00'), octets('C6 09 14 00 06'), ...FILE_REQUESTS.map(octets)];
    const faults: unknown[] = [];
    let i = 0;
    soak('DNP3 outstation', SAMPLE, (seed, tally) => {
      const random = new Random(seed);
      i += 1;
      if (i % 3 === 0) driven.update('analog', random.below(20), i);
      for (const piece of pieces(frames(mutate(random.pick(...seeds), random), true, random), random)) driven.router.receive(piece, driven.now);
      const answers = driven.take();
      count(tally, answers.length > 0 ? 'answered' : 'ignored');
      if (answers.some((answer) => answer.length > 3 * 100)) faults.push({ i, answers });
      driven.now += 1 + random.below(50);
      if (i % 200 === 0) driven.advance(20_000);
    });
    expect(faults).toEqual([]);
    expect(driven.session.events.waiting).toBeLessThanOrEqual(9 * 20);
    driven.advance(20_000);
    expect(driven.ask('C7 17').at(0)).toMatch(/^C7 81 .. .. 34 02 07 01 00 00$/);
    expect(driven.session.counters.malformed).toBeGreaterThan(100);
  });

  it('never stop a master: no answer is taken that is none, every task ends, and the next good one is done', () => {
    const driven = DrivenMaster.ready({ pollOnIndication: true, timeSync: 'lan', integrityEveryMs: 10_000 });
    const seeds = OBJECTS.flatMap((vector) => [octets(`C0 81 00 00 ${vector.octets}`), octets(`F0 82 00 00 ${vector.octets}`), octets(`80 81 00 00 ${vector.octets}`)]);
    soak('DNP3 master', SAMPLE, (seed, tally) => {
      const random = new Random(seed);
      const before = driven.session.counters.malformed;
      const fragment = Uint8Array.from(random.pick(...seeds));
      fragment[0] = (fragment[0]! & 0xf0) | random.below(16);
      for (const piece of pieces(frames(mutate(fragment, random), false, random), random)) driven.router.receive(piece, driven.now);
      driven.advance(1 + random.below(300));
      count(tally, driven.session.counters.malformed > before ? 'malformed' : 'taken or stray');
      // The handler writes everything down; here nobody reads it.
      driven.handler.reports.length = 0;
      driven.handler.indications.length = 0;
    });
    expect(driven.session.counters.malformed).toBeGreaterThan(100);
    expect(driven.session.waiting).toBeLessThanOrEqual(10);
    // The channel is opened anew, and the outstation is well again.
    driven.session.closed('test');
    driven.router.reset();
    driven.session.opened(driven.now);
    const [poll] = driven.take().filter((sent) => sent.includes('01 3C 02 06'));
    const before = driven.handler.reports.length;
    driven.answer(`${poll!.slice(0, 2)} 81 00 00 01 02 00 00 00 81`);
    expect(driven.handler.reports.slice(before)).toMatchObject([{ type: 'binary', index: 0 }]);
  });

  it('that are cut anywhere are answered or ignored, without an exception', () => {
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
