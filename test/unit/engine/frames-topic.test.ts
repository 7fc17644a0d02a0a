import { describe, expect, it, vi } from 'vitest';
import { FramesTopic } from '../../../electron/engine/events/frames-topic';
import { ProjectTraffic } from '../../../electron/engine/project-traffic';
import type { FrameSource } from '../../../electron/traffic/held-frame';
import { madeUpProtocol } from '../../support/made-up-protocol';

const { protocol } = madeUpProtocol();

/** A topic with the traffic of a project; frames go into both. */
function setUp() {
  let open: ProjectTraffic | null = null;
  const topic = new FramesTopic(() => open);
  const traffic = new ProjectTraffic({
    clock: { nowMicros: () => 5, monotonicMs: () => 0 },
    project: () => ({ devices: [], simulators: [] }),
    protocol: () => protocol,
    onFrame: (frame) => topic.publish(frame),
    onState: () => topic.stateChanged(),
  });
  open = traffic;
  traffic.recorder.start();
  const sources = new Map<string, FrameSource>();
  const frames = (count: number, id = 'a') => {
    const source: FrameSource = sources.get(id) ?? { id, kind: 'line', name: id, label: id, protocol, settings: {} };
    sources.set(id, source);
    for (let n = 0; n < count; n += 1) traffic.recorder.record(source, { time: 1, direction: 'sent', octets: Uint8Array.of(n & 0xff) });
  };
  /** Everything that waits, message by message. */
  const drain = (take: () => unknown) => {
    const messages: { rows: { seq: number }[]; missed: number; begins: boolean; state: unknown }[] = [];
    for (let message = take(); message !== undefined; message = take()) messages.push(message as (typeof messages)[number]);
    return messages;
  };
  const close = () => {
    open = null;
  };
  return { topic, traffic, frames, drain, close };
}

describe('the topic of frames', () => {
  it('begins with the state and the newest frames, then tells each as it comes', () => {
    const { topic, frames, drain } = setUp();
    frames(300);
    const wake = vi.fn<() => void>();
    const { take } = topic.subscribe(null, wake);
    const [first, ...others] = drain(take);
    expect(first).toMatchObject({ begins: true, missed: 0, state: { recording: true, seen: 300 } });
    expect(first?.rows[0]?.seq).toBe(101);
    expect(others).toMatchObject([{ begins: false }]);
    expect(others[0]?.rows.at(-1)?.seq).toBe(300);
    frames(1);
    expect(wake.mock.calls.length).toBeGreaterThan(1);
    expect(drain(take)).toMatchObject([{ begins: false, state: null, rows: [{ seq: 301 }] }]);
  });

  it('tells a fast line in messages of a bounded size, and counts what a slow reader misses', () => {
    const { topic, frames, drain } = setUp();
    const { take } = topic.subscribe(null, () => undefined);
    drain(take);
    frames(10_000);
    const messages = drain(take);
    const rows = messages.flatMap((message) => message.rows);
    expect(Math.max(...messages.map((message) => message.rows.length))).toBeLessThanOrEqual(100);
    const missed = messages.reduce((sum, message) => sum + message.missed, 0);
    expect(missed).toBeGreaterThan(0);
    expect(rows.length + missed).toBe(10_000);
    expect(rows.at(-1)?.seq).toBe(10_000);
  });

  it('tells only of the sources that were asked for', () => {
    const { topic, frames, drain } = setUp();
    frames(2, 'a');
    const { take } = topic.subscribe(['b'], () => undefined);
    expect(drain(take)).toMatchObject([{ rows: [] }]);
    frames(1, 'a');
    frames(1, 'b');
    expect(drain(take)).toMatchObject([{ rows: [{ seq: 4 }] }]);
  });

  it('tells nothing more of what waited when the list was cleared', () => {
    const { topic, frames, drain } = setUp();
    const { take } = topic.subscribe(null, () => undefined);
    drain(take);
    frames(5000);
    topic.cleared();
    frames(1);
    expect(drain(take)).toMatchObject([{ missed: 0, rows: [{ seq: 5001 }] }]);
  });

  it('goes on with nothing when the project is closed, and tells nobody who has gone', () => {
    const { topic, frames, drain, close } = setUp();
    const staying = topic.subscribe(null, () => undefined);
    const going = topic.subscribe(null, () => undefined);
    for (const { take } of [staying, going]) drain(take);
    going.close();
    frames(1);
    expect(going.take()).toBeUndefined();
    close();
    topic.begunAnew();
    expect(drain(staying.take)).toEqual([{ state: { recording: false, since: null, seen: 0, dropped: 0, sources: [] }, rows: [], missed: 0, begins: true }]);
  });
});
