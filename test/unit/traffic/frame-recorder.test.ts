import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../electron/protocols/protocol';
import { FrameRecorder } from '../../../electron/traffic/frame-recorder';
import { FrameRing } from '../../../electron/traffic/frame-ring';
import type { FrameSource, HeldFrame } from '../../../electron/traffic/held-frame';
import { MergedFrames } from '../../../electron/traffic/merged-frames';
import { madeUpProtocol } from '../../support/made-up-protocol';

const { protocol } = madeUpProtocol();
const line = (id: string): FrameSource => ({ id, kind: 'line', name: id, label: id, protocol, settings: {} });
const test = (id: string): FrameSource => ({ ...line(id), kind: 'test' });
const frame = (octets: Uint8Array, time = 1): Frame => ({ time, direction: 'sent', octets });
const held = (seq: number, length = 1): HeldFrame => ({ seq, source: line('a'), time: seq, at: seq, direction: 'sent', octets: new Uint8Array(length), peer: '', note: null, digest: null });

function recorder() {
  const seen: number[] = [];
  let states = 0;
  const made = new FrameRecorder({
    clock: { nowMicros: () => 7, monotonicMs: () => 0 },
    onFrame: ({ seq }) => void seen.push(seq),
    onState: () => {
      states += 1;
    },
  });
  return { made, seen, states: () => states };
}

describe('a ring of frames', () => {
  it('lets the oldest go when there are too many, and counts them', () => {
    const ring = new FrameRing();
    for (let seq = 1; seq <= 5000; seq += 1) ring.add(held(seq), { frames: 1500, octets: 1e9 });
    expect([ring.count, ring.dropped, ring.at(0)?.seq, ring.at(1499)?.seq, ring.at(1500)]).toEqual([1500, 3500, 3501, 5000, undefined]);
    expect(ring.all()).toHaveLength(1500);
    expect(ring.octets).toBe(1500);
  });

  it('lets the oldest go when they take too much memory, but never the last', () => {
    const ring = new FrameRing();
    ring.add(held(1, 100_000), { frames: 10, octets: 1000 });
    expect(ring.count).toBe(1);
    ring.add(held(2, 10), { frames: 10, octets: 1000 });
    expect([ring.count, ring.at(0)?.seq]).toEqual([1, 2]);
  });

  it('finds the place of a number, also of one that is not there', () => {
    const ring = new FrameRing();
    for (const seq of [2, 5, 9]) ring.add(held(seq), { frames: 10, octets: 1e9 });
    expect([0, 2, 3, 5, 9, 10].map((seq) => ring.from(seq))).toEqual([0, 0, 1, 1, 2, 3]);
  });
});

describe('the recorder of frames', () => {
  it('keeps nothing while it is off', () => {
    const { made, seen } = recorder();
    made.record(line('a'), frame(Uint8Array.of(1)));
    made.start();
    made.record(line('a'), frame(Uint8Array.of(2)));
    made.stop();
    made.record(line('a'), frame(Uint8Array.of(3)));
    expect(seen).toEqual([1]);
    expect(made.state()).toEqual({ recording: false, since: 7, seen: 1, dropped: 0, sources: [{ sourceId: 'a', kind: 'line', name: 'a', protocol: protocol.description.name, frames: 1, octets: 1 }] });
  });

  it('keeps a copy: the octets lie in a buffer that is used again', () => {
    const { made } = recorder();
    made.start();
    const octets = Uint8Array.of(1, 2, 3);
    made.record(line('a'), frame(octets));
    octets.fill(0);
    expect([...made.find(1)!.octets]).toEqual([1, 2, 3]);
  });

  it('gives the newest frames of all lines or of some in the order in which they were seen', () => {
    const { made } = recorder();
    made.start();
    for (const id of ['a', 'b', 'a', 'c', 'b', 'a']) made.record(line(id), frame(Uint8Array.of(1)));
    const seqs = (lines: string[] | null, before: number | null, limit: number) => {
      const { frames, more } = made.newest(lines === null ? null : new Set(lines), before, limit);
      return [frames.map(({ seq }) => seq), more];
    };
    expect(seqs(null, null, 4)).toEqual([[3, 4, 5, 6], true]);
    expect(seqs(null, 3, 4)).toEqual([[1, 2], false]);
    expect(seqs(['a'], null, 2)).toEqual([[3, 6], true]);
    expect(seqs(['b', 'c'], null, 9)).toEqual([[2, 4, 5], false]);
    const merged = new MergedFrames(made.held(new Set(['a', 'c'])));
    expect(merged.count).toBe(4);
    expect([...merged].map(({ seq }) => seq)).toEqual([1, 3, 4, 6]);
    expect([...new MergedFrames([])]).toEqual([]);
    expect(made.find(5)?.source.id).toBe('b');
    expect(made.find(7)).toBeUndefined();
  });

  it('holds no more than its memory, however many lines there are', () => {
    const { made } = recorder();
    made.start();
    const octets = new Uint8Array(200_000);
    for (let n = 0; n < 600; n += 1) made.record(line(`line ${n % 30}`), frame(octets));
    const held = made.state().sources.reduce((sum, each) => sum + each.octets, 0);
    expect(held).toBeLessThanOrEqual(96 * 1024 * 1024);
    expect(made.state().dropped).toBe(600 - made.state().sources.reduce((sum, each) => sum + each.frames, 0));
    expect(made.state().dropped).toBeGreaterThan(0);
  });

  it('keeps the frames of connection tests in any case, of the last ones, without taking from the memory of others', () => {
    const { made, seen } = recorder();
    expect(made.record(line('a'), frame(Uint8Array.of(1)))).toBeNull();
    for (let n = 1; n <= 25; n += 1) expect(made.record(test(`test ${n}`), frame(Uint8Array.of(n)))?.seq).toBe(n);
    expect(seen).toHaveLength(25);
    expect(made.state().sources.map(({ sourceId }) => sourceId)).toEqual(Array.from({ length: 20 }, (_, at) => `test ${at + 6}`));
    made.start();
    const octets = new Uint8Array(200_000);
    for (let n = 0; n < 100; n += 1) made.record(line('a'), frame(octets));
    expect(made.ring('a')?.count).toBeGreaterThan(80);
    for (let n = 0; n < 2500; n += 1) made.record(test('long'), frame(Uint8Array.of(1)));
    expect(made.ring('long')?.count).toBe(2000);
  });

  it('goes on counting after it was cleared, and tells of every change of state', () => {
    const { made, states } = recorder();
    made.start();
    made.record(line('a'), frame(Uint8Array.of(1)));
    made.clear();
    made.record(line('a'), frame(Uint8Array.of(1)));
    expect(made.find(1)).toBeUndefined();
    expect(made.find(2)).toBeDefined();
    made.start();
    // The start, a source, the clearing, the source again.
    expect(states()).toBe(4);
  });
});
