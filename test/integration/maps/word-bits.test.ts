import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startTestEngine, type TestEngine } from '../../support/test-engine';

let test: TestEngine;
let caller: Caller;
let deviceId: string;
const register = (name: string, address: number, more: Parameters<typeof makePoint>[0] = {}) => makePoint({ name, address: { table: 'holding-register', address }, dataType: 'uint16', ...more });
const status = register('Status', 10, { pollIntervalMs: 500 });
const events = register('Events', 20, { dataType: 'uint32' });
const flow = register('Flow', 30, { dataType: 'float32' });

beforeAll(async () => {
  test = await startTestEngine();
  caller = callerOf(test.engine);
  const settings = { unitId: 1, byteOrder: 'CDAB' };
  ({ id: deviceId } = await caller.call('device.add', { deviceId: 'PLC-1', description: '', protocol: 'modbus', lineName: null, lineSettings: { transport: 'tcp', host: '127.0.0.1', port: 1 }, settings, pollIntervalMs: null, enabled: false }));
  await caller.call('points.add', { deviceId, points: [status, events, flow] });
});
afterAll(() => test.close());

const names = async (): Promise<string[]> => (await caller.call('project.current', {}))!.project.devices[0]!.points.map(({ name }) => name);

it('names the bits of a word in one step of undo, and tells which point is which bit', async () => {
  const { problem, bits } = await caller.call('point.bits', { pointId: events.id });
  expect([problem, bits.length, bits[0], bits[17]?.addresses[0]]).toEqual(['', 32, { bit: 0, addresses: ['20.0', '21.0', '400021.0'], pointId: null }, '21.1']);
  const before = await names();
  expect(await caller.call('point.nameBits', { pointId: events.id, names: [{ bit: 17, name: ' Over temperature ' }, { bit: 0, name: 'Ground fault' }, { bit: 1, name: '' }] })).toMatchObject({ added: 2, renamed: 0, removed: 0 });
  expect(await names()).toEqual(['Status', 'Events', 'Ground fault', 'Over temperature', 'Flow']);
  const words = await caller.call('points.wordBits', { deviceId });
  const [ground, over] = words[events.id] ?? [];
  expect(words).toEqual({ [events.id]: [{ pointId: ground?.pointId, bit: 0, count: 1 }, { pointId: over?.pointId, bit: 17, count: 1 }] });
  expect(await caller.call('point.nameBits', { pointId: events.id, names: [{ bit: 17, name: '' }, { bit: 0, name: 'Earth fault' }] })).toMatchObject({ added: 0, renamed: 1, removed: 1 });
  expect(await names()).toEqual(['Status', 'Events', 'Earth fault', 'Flow']);
  await caller.call('project.undo', {});
  await caller.call('project.undo', {});
  expect(await names()).toEqual(before);
});

it('makes no edit where no name differs, and refuses what has no such bit', async () => {
  const { revision } = await caller.call('point.nameBits', { pointId: status.id, names: [{ bit: 3, name: '' }] });
  expect((await caller.call('project.current', {}))!.revision).toBe(revision);
  expect(await caller.answer('point.nameBits', { pointId: status.id, names: [{ bit: 16, name: 'Beyond' }] })).toMatchObject({ ok: false, error: { code: 'bad_input', message: 'Status has the bits 0 to 15, no bit 16.' } });
  expect(await caller.answer('point.nameBits', { pointId: status.id, names: [{ bit: 1, name: 'A' }, { bit: 1, name: 'B' }] })).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  expect(await caller.answer('point.nameBits', { pointId: flow.id, names: [{ bit: 1, name: 'A' }] })).toMatchObject({ ok: false, error: { details: { reason: 'no_word' } } });
  expect((await caller.call('point.bits', { pointId: flow.id })).problem).toContain('Flow is no word');
});
