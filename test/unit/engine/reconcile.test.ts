import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { reconcile } from '../../../electron/engine/reconcile';
import type { Line } from '../../../shared/domain/device';
import { makeDevice, makePoint } from '../../support/domain-fixtures';

const line = (settings: Line['settings'] = { host: 'a' }): Line => ({ id: randomUUID(), name: 'L', protocol: 'modbus', settings });
const one = line();
const two = line({ host: 'b' });
const a = makeDevice([makePoint()], { deviceId: 'A', lineId: one.id });
const b = makeDevice([makePoint()], { deviceId: 'B', lineId: two.id });
const before = { lines: [one, two], devices: [a, b] };
const nothing = { linesRemoved: [], linesMade: [], devicesRemoved: [], devicesRemade: [], devicesChanged: [] };

it('makes everything of a project that does not run yet, and ends everything of one that is closed', () => {
  expect(reconcile(null, before)).toEqual({ ...nothing, linesMade: [one, two], devicesRemade: [a, b] });
  expect(reconcile(before, { lines: [], devices: [] })).toEqual({ ...nothing, linesRemoved: [one.id, two.id], devicesRemoved: [a.id, b.id] });
});

it('touches nothing where nothing changed, be it another object of the same content', () => {
  expect(reconcile(before, before)).toEqual(nothing);
  expect(reconcile(before, { lines: [{ ...one, settings: { ...one.settings } }, two], devices: [{ ...a, settings: { ...a.settings } }, b] })).toEqual(nothing);
});

it('makes the devices of a line anew when its settings change, and no others', () => {
  const changed = { ...one, settings: { host: 'c' } };
  expect(reconcile(before, { lines: [changed, two], devices: [a, b] })).toEqual({ ...nothing, linesMade: [changed], devicesRemade: [a] });
});

it('takes a renamed line as the same line', () => {
  expect(reconcile(before, { lines: [{ ...one, name: 'Boiler house' }, two], devices: [a, b] })).toEqual(nothing);
});

it('makes a device anew for other settings and another line, and keeps its driver for other points, interval, label and wish', () => {
  const settings = { ...a, settings: { unitId: 2 } };
  expect(reconcile(before, { ...before, devices: [settings, b] })).toEqual({ ...nothing, devicesRemade: [settings] });
  const moved = { ...a, lineId: two.id };
  expect(reconcile(before, { ...before, devices: [moved, b] })).toEqual({ ...nothing, devicesRemade: [moved] });
  for (const change of [{ points: [makePoint()] }, { pollIntervalMs: 500 }, { deviceId: 'A2' }, { enabled: !a.enabled }]) {
    const changed = { ...a, ...change };
    expect(reconcile(before, { ...before, devices: [changed, b] })).toEqual({ ...nothing, devicesChanged: [changed] });
  }
});

it('lets a finding of the driver itself pass, and makes it anew when findings are cleared, so that it tries again', () => {
  const finding = { kind: 'refused', key: 'x', message: '', seenAt: 1 };
  const found = { ...a, findings: [finding] };
  expect(reconcile(before, { ...before, devices: [found, b] })).toEqual(nothing);
  expect(reconcile({ ...before, devices: [found, b] }, { ...before, devices: [a, b] })).toEqual({ ...nothing, devicesRemade: [a] });
});
