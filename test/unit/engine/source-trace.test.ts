import { describe, expect, it } from 'vitest';
import { SourceTrace } from '../../../electron/engine/event-sources/source-trace';
import type { ArrivedEvent, SourceChange } from '../../../electron/protocols/protocol';

const START = 1_700_000_000_000_000;
let seq = 0;

/** A change at a millisecond, buffered 40 ms later. */
function change(address: string, atMs: number, value: number | boolean = 1, lane = 'class 1'): SourceChange {
  return { address, value, sourceTime: START + atMs * 1000, changedAt: START + atMs * 1000, bufferedAt: START + (atMs + 40) * 1000, lane };
}

function event(address: string, atMs: number | null, receivedMs: number, more: Partial<ArrivedEvent> = {}): ArrivedEvent {
  seq += 1;
  return { seq, pointId: null, address, value: 1, flags: [], sourceTime: atMs === null ? null : START + atMs * 1000, receivedTime: START + receivedMs * 1000, how: 'asked', way: 'Integrity poll', synchronized: true, repeated: false, ...more };
}

describe('changes of a source that is here too', () => {
  it('are followed to their arrival, with the times of each stage', () => {
    const trace = new SourceTrace(START);
    trace.changed(change('BI 0', 0));
    const arrived = event('BI 0', 0, 55);
    trace.arrived(arrived);
    expect(trace.state()).toMatchObject({ changes: 1, arrived: 1, waiting: 0, lost: 0, toBuffer: { p50: 40 }, toHere: { p50: 15 } });
    expect(trace.timesOf(arrived.seq)).toEqual({ changedAt: START, bufferedAt: START + 40_000 });
  });

  it('count as lost when later ones of their class came, and wait while none did', () => {
    const trace = new SourceTrace(START);
    for (const at of [0, 1, 2]) trace.changed(change('BI 0', at * 10));
    trace.changed(change('AI 0', 30, 5, 'class 2'));
    trace.arrived(event('BI 0', 20, 100));
    expect(trace.state()).toMatchObject({ changes: 4, arrived: 1, lost: 2, waiting: 1 });
  });

  it('are no longer lost when they come after all', () => {
    const trace = new SourceTrace(START);
    trace.changed(change('BI 0', 0));
    trace.changed(change('BI 1', 10));
    trace.arrived(event('BI 1', 10, 100));
    expect(trace.state().lost).toBe(1);
    trace.arrived(event('BI 0', 0, 110));
    expect(trace.state()).toMatchObject({ arrived: 2, lost: 0, waiting: 0 });
  });

  it('are told apart by their value where events carry no time', () => {
    const trace = new SourceTrace(START);
    trace.changed(change('BI 0', 0, true));
    trace.changed(change('BI 0', 10, false));
    const off = event('BI 0', null, 50, { value: false });
    trace.arrived(off);
    expect(trace.timesOf(off.seq)?.changedAt).toBe(START + 10_000);
    expect(trace.state()).toMatchObject({ arrived: 1, lost: 1 });
  });

  it('are counted once when their event comes again, which is shown with the same times', () => {
    const trace = new SourceTrace(START);
    trace.changed(change('BI 0', 0));
    trace.arrived(event('BI 0', 0, 50));
    const again = event('BI 0', 0, 5000, { repeated: true });
    trace.arrived(again);
    expect(trace.state()).toMatchObject({ changes: 1, arrived: 1, toHere: { count: 1, max: 10 } });
    expect(trace.timesOf(again.seq)).not.toBeNull();
  });

  it('say nothing of events from before they were followed', () => {
    const trace = new SourceTrace(START);
    trace.changed(change('BI 0', 100));
    const old = event('BI 0', 20, 130);
    trace.arrived(old);
    expect(trace.timesOf(old.seq)).toBeNull();
    expect(trace.state()).toMatchObject({ arrived: 0, waiting: 1 });
  });
});
