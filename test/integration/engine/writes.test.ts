import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../electron/engine/system-clock';
import { AuditTrail } from '../../../electron/security/audit-trail';
import { ProcedureError } from '../../../shared/contract/answer';
import { permissions } from '../../../shared/contract/procedure';
import { makePoint } from '../../support/domain-fixtures';
import { callerOf, type Caller } from '../../support/engine-caller';
import { startModbusDevice, type ModbusDevice } from '../../support/modbus-device';
import { madeUpProtocol } from '../../support/made-up-protocol';
import { collectingLog } from '../../support/storage-fixtures';
import { eventually, firstToken, startTestEngine, type TestEngine } from '../../support/test-engine';
import { at, like } from '../../support/like';

let test: TestEngine;
let device: ModbusDevice;
let screen: Caller;
let client: Caller;
const setpoint = makePoint({ name: 'Setpoint', address: { table: 'holding-register', address: 1 }, dataType: 'int16', access: 'read-write', scale: 0.1, unit: '°C', low: -50, high: 150, sensorType: 'temperature' });
const counter = makePoint({ name: 'Counter', address: { table: 'holding-register', address: 10 }, dataType: 'uint64', access: 'read-write', sensorType: 'count' });
const measured = makePoint({ name: 'Measured', address: { table: 'input-register', address: 1 }, dataType: 'uint16', sensorType: 'flow' });
const refused = makePoint({ name: 'Refused', address: { table: 'holding-register', address: 900 }, dataType: 'uint16', access: 'read-write', sensorType: 'x' });

beforeAll(async () => {
  test = await startTestEngine();
  device = await startModbusDevice();
  device.unit.holdingRegisters[1] = 612;
  screen = callerOf(test.engine);
  const token = await test.engine.tokens.create({ name: 'scada', permissions: [...permissions], tenantIds: null });
  client = callerOf(test.engine, test.engine.tokenSession(token)!);
  const { id } = await screen.call('device.add', {
    deviceId: 'plc', description: '', protocol: 'modbus', lineName: null, lineSettings: { host: '127.0.0.1', port: device.port }, settings: { timeoutMs: 500 }, pollIntervalMs: 100, enabled: true,
  });
  await screen.call('points.add', { deviceId: id, points: [setpoint, counter, measured, refused] });
  await eventually('the values are there', async () => (await screen.call('points.latest', { pointIds: [setpoint.id] }))[0]?.quality.level === 'good');
});
afterAll(async () => {
  await device.close();
  await test.close();
});

it('shows what a write would send, and why another one can not be sent', async () => {
  const prepared = await screen.call('point.prepareWrite', { pointId: setpoint.id, value: 78.5 });
  expect(prepared).toMatchObject({ operation: like.containing('06'), newRaw: '0311', problem: '', current: { value: like.near(61.2, 9), raw: '0264' }, lastWrite: null });
  expect(prepared.octets.length).toBeGreaterThan(3);
  expect((await screen.call('point.prepareWrite', { pointId: setpoint.id, value: 151 })).problem).toContain('150 °C');
  expect((await screen.call('point.prepareWrite', { pointId: setpoint.id, value: 78.55 })).problem).toContain('78.6 °C');
  expect((await screen.call('point.prepareWrite', { pointId: setpoint.id, value: 'warm' })).problem).toContain('no');
  expect((await screen.call('point.prepareWrite', { pointId: measured.id, value: 1 })).problem).toContain('read-only');
  expect(device.unit.holdingRegisters[1]).toBe(612);
});

it('lets a screen write only while writing is armed, and a token at any time', async () => {
  const input = { pointId: setpoint.id, value: 70 };
  expect(await screen.answer('point.write', input)).toMatchObject({ ok: false, error: { code: 'conflict', details: { reason: 'not_armed' } } });
  expect(device.unit.holdingRegisters[1]).toBe(612);
  expect(await client.call('point.write', input)).toMatchObject({ outcome: 'verified', readBack: 70 });
  expect(device.unit.holdingRegisters[1]).toBe(700);
  expect(await screen.call('writing.arm', { armed: true, minutes: 5 })).toMatchObject({ armed: true, armedBy: 'tester' });
  expect(await screen.call('point.write', { ...input, value: 78.5 })).toMatchObject({ outcome: 'verified', message: '78.5 °C written and read back', readBack: 78.5 });
  expect(device.unit.holdingRegisters[1]).toBe(785);
});

it('refuses to write over a value that the person has not seen', async () => {
  device.unit.holdingRegisters[1] = 800;
  const answer = await screen.answer('point.write', { pointId: setpoint.id, value: 60, expectedRaw: '0311' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'conflict', details: { reason: 'changed_meanwhile' }, message: like.containing('80 °C') } });
  expect(device.unit.holdingRegisters[1]).toBe(800);
  expect(await screen.call('point.write', { pointId: setpoint.id, value: 60, expectedRaw: '0320' })).toMatchObject({ outcome: 'verified' });
});

it('shows the new value at once, long before the next poll, and the one it found before the write', async () => {
  const slow = makePoint({ name: 'Slow', address: { table: 'holding-register', address: 40 }, dataType: 'uint16', access: 'read-write', sensorType: 'slow', pollIntervalMs: 3_600_000 });
  const { id } = (await screen.call('device.statuses', {})).map(({ deviceId }) => ({ id: deviceId }))[0]!;
  await screen.call('points.add', { deviceId: id, points: [slow] });
  const shown = async (): Promise<unknown> => (await screen.call('points.latest', { pointIds: [slow.id] }))[0]?.value;
  device.unit.holdingRegisters[40] = 7;
  expect(await screen.call('point.write', { pointId: slow.id, value: 8 })).toMatchObject({ outcome: 'verified' });
  expect(await shown()).toBe(8);
  // Found before a write that is not carried out: the person sees what made it end.
  device.unit.holdingRegisters[40] = 9;
  expect(await screen.answer('point.write', { pointId: slow.id, value: 10, expectedRaw: '0008' })).toMatchObject({ ok: false });
  expect(await shown()).toBe(9);
  expect(await client.call('api.modbus.write', { device_id: 'plc', address: 40, value: 11, register_type: 'holding_register', verify: true })).toMatchObject({ verified: true });
  expect(await shown()).toBe(11);
  await screen.call('points.remove', { deviceId: id, pointIds: [slow.id] });
});

it('writes 64-bit integers exactly', async () => {
  expect(await screen.call('point.write', { pointId: counter.id, value: '18446744073709551615' })).toMatchObject({ outcome: 'verified', readBack: '18446744073709551615' });
  expect(Array.from(device.unit.holdingRegisters.subarray(10, 14))).toEqual([65_535, 65_535, 65_535, 65_535]);
  expect(await screen.answer('point.write', { pointId: counter.id, value: '18446744073709551616' })).toMatchObject({ ok: false, error: { code: 'bad_input', message: like.containing('18446744073709551615') } });
  expect(await screen.call('point.write', { pointId: counter.id, value: '9007199254740993' })).toMatchObject({ readBack: '9007199254740993' });
});

it('answers a refusal of the device as an outcome, with the exception', async () => {
  expect(await screen.call('point.write', { pointId: refused.id, value: 1 })).toMatchObject({ outcome: 'refused', message: like.matching(/illegal data address/i), readBack: null });
});

it('keeps each write with old and new value for the trends, and who wrote last', async () => {
  const now = Date.now() * 1000;
  const markers = await screen.call('history.markers', { pointIds: [setpoint.id], from: now - 60_000_000, to: now + 1_000_000 });
  expect(markers.map(({ user, oldValue, newValue, outcome }) => ({ user, oldValue, newValue, outcome }))).toEqual([
    { user: 'scada', oldValue: like.near(61.2, 9), newValue: 70, outcome: 'verified' },
    { user: 'tester', oldValue: 70, newValue: 78.5, outcome: 'verified' },
    { user: 'tester', oldValue: 80, newValue: 60, outcome: 'verified' },
  ]);
  expect((await screen.call('point.prepareWrite', { pointId: setpoint.id, value: 61 })).lastWrite).toMatchObject({ user: 'tester', value: 60 });
});

describe('The audit trail and the death of the process', () => {
  it('has each write on the disk before it is sent, and shows it without an outcome where none came', async () => {
    const madeUp = madeUpProtocol('modbus');
    const other = await startTestEngine({ protocols: [madeUp.protocol], workers: test.workers });
    const caller = callerOf(other.engine, other.engine.tokenSession(await firstToken(other.dataDir))!);
    const { id } = await caller.call('device.add', { deviceId: 'M', description: '', protocol: 'modbus', lineName: null, lineSettings: {}, settings: {}, pollIntervalMs: null, enabled: true });
    const point = makePoint({ name: 'P', address: { at: 'p' }, dataType: 'uint16', access: 'read-write', sensorType: 'p' });
    await caller.call('points.add', { deviceId: id, points: [point] });
    const folder = join(other.dataDir, 'tenants', other.engine.homeTenantId);
    const died = mkdtempSync(join(tmpdir(), 'audit-'));
    // What a process that dies at this moment leaves: the device has the command, and nobody has its answer.
    Object.defineProperty(madeUp.device('M'), 'answer', {
      get: () => {
        if (!existsSync(join(died, 'audit.jsonl'))) copyFileSync(join(folder, 'audit.jsonl'), join(died, 'audit.jsonl'));
        return { outcome: 'accepted', durationMs: 1 };
      },
    });
    expect(await caller.call('point.write', { pointId: point.id, value: 5 })).toMatchObject({ outcome: 'verified' });
    const trail = await AuditTrail.open({ folder: died, clock: systemClock, log: collectingLog(), secondInstance: false });
    expect(trail.verification.problem).toBeNull();
    expect(trail.last(point.id)).toMatchObject({ oldValue: 1, newValue: 5, outcome: 'outcome not recorded' });
    await trail.close();
    const markers = await caller.call('history.markers', { pointIds: [point.id], from: 0, to: Number.MAX_SAFE_INTEGER });
    expect(markers).toMatchObject([{ oldValue: 1, newValue: 5, outcome: 'verified' }]);

    const { audit } = other.engine.runtime(other.engine.homeTenantId).storage;
    const sent = madeUp.device('M').writes.length;
    const full = vi.spyOn(audit, 'record').mockRejectedValue(new ProcedureError('internal', 'The audit trail could not be written: the disk is full.', { reason: 'audit_not_written' }));
    expect(await caller.answer('point.write', { pointId: point.id, value: 6 })).toMatchObject({ ok: false, error: { message: 'Nothing was sent. The audit trail could not be written: the disk is full.' } });
    full.mockRestore();
    expect(madeUp.device('M').writes).toHaveLength(sent);
    await other.close();
    rmSync(died, { recursive: true });
  });

  it('announces what the published route writes, each mapped point by its own outcome', async () => {
    const folder = join(test.dataDir, 'tenants', test.engine.homeTenantId);
    await client.call('api.modbus.write', { device_id: 'plc', address: 1, value: 61.5, register_type: 'holding_register', verify: false });
    await client.answer('api.modbus.write', { device_id: 'plc', address: 900, value: 5, register_type: 'holding_register' });
    const records = readFileSync(join(folder, 'audit.jsonl'), 'utf8').trimEnd().split('\n').slice(-4).map((line): unknown => JSON.parse(line));
    expect(records).toMatchObject([
      { procedure: 'api.modbus.write', outcome: 'sending', write: { pointId: setpoint.id, newValue: 61.5, outcome: 'outcome not recorded' } },
      { outcome: 'ok', write: { pointId: setpoint.id, newValue: 61.5, outcome: 'written' } },
      { outcome: 'sending', write: { pointId: refused.id, outcome: 'outcome not recorded' } },
      { outcome: 'refused', write: { pointId: refused.id, outcome: 'refused' } },
    ]);
    expect(at(records[0], 'write.command')).toBe(at(records[1], 'write.command'));
  });
});

it('disarms when the project is closed, and never arms by itself at a start', async () => {
  expect((await screen.call('writing.state', {})).armed).toBe(true);
  test = await test.restart();
  screen = callerOf(test.engine);
  expect((await screen.call('writing.state', {})).armed).toBe(false);
  const now = Date.now() * 1000;
  expect(await screen.call('history.markers', { pointIds: [setpoint.id], from: now - 600_000_000, to: now + 1_000_000 })).toHaveLength(4);
  await eventually('the device is connected again without a call', async () => (await screen.call('device.statuses', {}))[0]?.state === 'connected');
});
