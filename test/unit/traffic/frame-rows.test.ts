import { describe, expect, it } from 'vitest';
import type { Dissection, DissectionContext, DissectorCapability, Frame, Protocol } from '../../../electron/protocols/protocol';
import { FrameRecorder } from '../../../electron/traffic/frame-recorder';
import { FrameRows } from '../../../electron/traffic/frame-rows';
import type { FrameSource } from '../../../electron/traffic/held-frame';
import { makeDevice, makePoint } from '../../support/domain-fixtures';
import { madeUpProtocol } from '../../support/made-up-protocol';

/** Octets are: kind (1 asks, 2 answers, 3 part of a message, 9 damaged), number, and for parts 1 first, 2 last, 0 neither. */
function dissector(contexts: DissectionContext[], directions: string[] = []): DissectorCapability {
  return {
    dissect: ([kind = 0, number = 0, place = 0], direction, _settings, context = {}): Dissection => {
      contexts.push(context);
      directions.push(direction);
      return {
        summary: `kind ${kind}`,
        problem: kind === 9 ? 'it is damaged' : '',
        notice: number === 99 ? 'all is not well' : '',
        station: 'Unit 1',
        function: 'test',
        asks: kind === 1 ? String(number) : null,
        answers: kind === 2 ? String(number) : null,
        part: kind === 3 ? { key: 'm', first: place === 1, last: place === 2 } : null,
        fields: [{ name: 'all', offset: 0, length: 3, text: '', layer: 'link', children: [{ name: 'kind', offset: 0, length: 1, text: '', children: [] }] }],
        assembled: context.together === undefined ? null : { title: 'message', octets: Uint8Array.from(context.together.map((octets) => octets[1] ?? 0)), fields: [] },
      };
    },
    stationOf: () => 'Unit 1',
    captureForm: () => ({ kind: 'raw' }),
  };
}

function lines() {
  const contexts: DissectionContext[] = [];
  const directions: string[] = [];
  const protocol: Protocol = { ...madeUpProtocol().protocol, dissector: dissector(contexts, directions) };
  let time = 0;
  const recorder = new FrameRecorder({ clock: { nowMicros: () => 0, monotonicMs: () => time / 1000 }, onFrame: () => undefined, onState: () => undefined });
  const device = makeDevice([makePoint({ name: 'Flow' })]);
  const rows = new FrameRows(recorder, ({ id }, station) => (id === 'a' && station === 'Unit 1' ? { deviceId: device.id, points: device.points } : null));
  const sources = new Map<string, FrameSource>();
  const sourceOf = (id: string, kind: FrameSource['kind']): FrameSource => {
    const source = sources.get(id) ?? { id, kind, name: id, label: id, protocol, settings: {} };
    sources.set(id, source);
    return source;
  };
  recorder.start();
  const add = (octets: number[], direction: Frame['direction'], more: { id?: string; kind?: FrameSource['kind']; peer?: string; note?: Frame['note'] } = {}): number => {
    time += 1500;
    recorder.record(sourceOf(more.id ?? 'a', more.kind ?? 'line'), { time, direction, octets: Uint8Array.from(octets), ...(more.note === undefined ? {} : { note: more.note }) }, more.peer);
    return recorder.state().seen;
  };
  const row = (seq: number) => rows.row(recorder.find(seq)!);
  const detail = (seq: number) => rows.detail(recorder.find(seq)!);
  return { add, row, detail, contexts, directions, device };
}

describe('the rows of frames', () => {
  it('pair an answer with the nearest frame that asked for it, on its own line', () => {
    const { add, row, detail } = lines();
    const asked = add([1, 5], 'sent');
    add([1, 5], 'sent', { id: 'b' });
    const other = add([1, 6], 'sent');
    const answer = add([2, 5], 'received');
    expect(row(answer)).toMatchObject({ answers: asked, roundTripMs: 4.5 });
    expect(row(other)).toMatchObject({ answers: null, roundTripMs: null });
    expect(detail(asked).answeredBy).toBe(answer);
    expect(detail(other).answeredBy).toBeNull();
  });

  it('pair what a simulator sends with what came from the same peer, and take it apart as the peer sees it', () => {
    const { add, row, detail, directions } = lines();
    const simulator = { id: 's', kind: 'simulator' as const };
    const one = add([1, 5], 'received', { ...simulator, peer: '10.0.0.1:4000' });
    const other = add([1, 5], 'received', { ...simulator, peer: '10.0.0.2:4000' });
    const answer = add([2, 5], 'sent', { ...simulator, peer: '10.0.0.1:4000' });
    expect(row(answer)).toMatchObject({ sourceId: 's', peer: '10.0.0.1:4000', direction: 'sent', answers: one, roundTripMs: 3 });
    expect(detail(one)).toMatchObject({ answeredBy: answer, row: { direction: 'received' } });
    expect(detail(other).answeredBy).toBeNull();
    // The first looks were at the answer, and at both requests for it.
    expect(new Set(directions)).toEqual(new Set(['received', 'sent']));
    expect(directions[0]).toBe('received');
  });

  it('take nothing for an answer that came too late, unasked, or whose request is not held', () => {
    const { add, row } = lines();
    add([1, 5], 'sent');
    expect(row(add([2, 5], 'received', { note: 'late' }))).toMatchObject({ answers: null, mark: 'notice', summary: 'Late: its request was given up; kind 2' });
    expect(row(add([2, 7], 'received'))).toMatchObject({ answers: null, mark: 'none' });
  });

  it('tell octets that are no frame, what is wrong with a frame, and what a frame says is wrong', () => {
    const { add, row } = lines();
    expect(row(add([9, 0, 0], 'received', { note: 'no-frame' }))).toMatchObject({ mark: 'problem', summary: '3 octets that are no frame: it is damaged', station: '', deviceId: null });
    expect(row(add([9], 'received'))).toMatchObject({ mark: 'problem', summary: 'it is damaged; kind 9' });
    expect(row(add([2, 99], 'received'))).toMatchObject({ mark: 'notice', summary: 'all is not well; kind 2' });
  });

  it('name the device, and give the dissector its points and the frame that was asked with', () => {
    const { add, row, detail, contexts, device } = lines();
    add([1, 5], 'sent');
    const answer = add([2, 5], 'received');
    expect(row(answer).deviceId).toBe(device.id);
    expect(row(add([1, 5], 'sent', { id: 'b' })).deviceId).toBeNull();
    detail(answer);
    const given = contexts.at(-1);
    expect([...(given?.asked ?? [])]).toEqual([1, 5]);
    expect(given?.points?.map(({ name }) => name)).toEqual(['Flow']);
  });

  it('gather the frames of one message from any of them, whatever goes between in the other direction', () => {
    const { add, detail } = lines();
    const first = add([3, 10, 1], 'received');
    add([1, 5], 'sent');
    const middle = add([3, 11, 0], 'received');
    const last = add([3, 12, 2], 'received');
    for (const seq of [first, middle, last]) expect(detail(seq).assembled).toMatchObject({ octets: '0A0B0C', frames: [first, middle, last] });
  });

  it('gather nothing where a part is missing', () => {
    const { add, detail } = lines();
    const orphan = add([3, 11, 0], 'received');
    expect(detail(orphan).assembled).toBeNull();
    add([3, 12, 2], 'received');
    expect(detail(orphan).assembled).toBeNull();
    const begun = add([3, 10, 1], 'received');
    add([3, 10, 1], 'received');
    expect(detail(begun).assembled).toBeNull();
  });

  it('lay the fields out as a tree read from the top, with the layer of the field around', () => {
    const { add, detail } = lines();
    expect(detail(add([1, 2, 3], 'sent'))).toMatchObject({ octets: '010203', fields: [{ level: 0, name: 'all', layer: 'link' }, { level: 1, name: 'kind', layer: 'link', offset: 0, length: 1 }] });
  });
});
