import { describe, expect, it } from 'vitest';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { freeLabel } from '../../../renderer/features/devices/device-commands';
import { deviceIcon, lineIcon } from '../../../renderer/features/devices/device-icon';
import { lineBranches, severityOf } from '../../../renderer/features/devices/tree-rows';
import { shortReason } from '../../../renderer/components/marks/state-mark';
import { tabled, topical } from '../renderer-grid/support';
import { id, makeDevice, makePoint, makeProject, makeStatus } from './make-project';

const statuses = (...list: ReturnType<typeof makeStatus>[]) => new Map(list.map((status) => [status.deviceId, status] as const));

describe('the device tree', () => {
  const project = makeProject(
    [
      makeDevice(10, 'BLR-01', { description: 'Boiler 1', points: [makePoint(100, 'Supply temperature')] }),
      makeDevice(11, 'HM-01', { lineId: id(2) }),
      makeDevice(12, 'HM-02', { lineId: id(2), enabled: false }),
    ],
    [
      [1, 'Boiler house LAN'],
      [2, 'COM5'],
    ],
  );

  it('counts only devices that are wanted on', () => {
    const branches = lineBranches(project, statuses(makeStatus(10), makeStatus(11, { state: 'lost' })), new Map(), '');
    expect(branches.map(({ line, connected, wanted, worst }) => [line.name, connected, wanted, worst])).toEqual([
      ['Boiler house LAN', 1, 1, 0],
      ['COM5', 0, 1, 2],
    ]);
  });

  it('shows the worst of a line, lost before bad points', () => {
    expect(severityOf(makeStatus(10, { pointsBad: 2 }))).toBe(1);
    expect(severityOf(makeStatus(10, { state: 'error' }))).toBe(2);
    expect(severityOf(makeStatus(10, { state: 'off', pointsBad: 2 }))).toBe(0);
    expect(severityOf(undefined)).toBe(0);
  });

  it('is filtered by label, description, line and the names of points', () => {
    const shown = (filter: string): string[] => lineBranches(project, new Map(), new Map(), filter).flatMap((branch) => branch.devices.map((device) => device.deviceId));
    expect(shown('hm-0')).toEqual(['HM-01', 'HM-02']);
    expect(shown('boiler 1')).toEqual(['BLR-01']);
    expect(shown('supply')).toEqual(['BLR-01']);
    expect(shown('com5')).toEqual(['HM-01', 'HM-02']);
    expect(shown('nothing')).toEqual([]);
  });

  it('draws a device by the words of its label and description', () => {
    expect(deviceIcon(makeDevice(1, 'BLR-01'), tabled)).toBe('boiler');
    expect(deviceIcon(makeDevice(1, 'X1', { description: 'Heat meter east' }), tabled)).toBe('meter');
    expect(deviceIcon(makeDevice(1, 'VFD-02'), tabled)).toBe('pump');
    expect(deviceIcon(makeDevice(1, 'X1'), tabled)).toBe('plc');
    expect(deviceIcon(makeDevice(1, 'X1'), undefined)).toBe('plc');
    expect(deviceIcon(makeDevice(1, 'X1'), topical)).toBe('hub');
  });

  it('draws a line as a serial port where its settings ask for one, whatever else they keep', () => {
    const { description } = createModbusProtocol();
    expect(lineIcon({ settings: { transport: 'rtu', serialPath: '/dev/ttyUSB0' } }, description)).toBe('serial');
    expect(lineIcon({ settings: { transport: 'tcp', host: 'a', serialPath: '', baudRate: 19200 } }, description)).toBe('net');
    expect(lineIcon({ settings: {} }, undefined)).toBe('net');
    expect(lineIcon({ settings: {} }, topical)).toBe('hub');
  });

  it('says the trouble in few words', () => {
    expect(shortReason({ state: 'lost', reason: 'No answer.' })).toBe('No answer');
    expect(shortReason({ state: 'lost', reason: 'No answer: unit 13 within 5 s, 3 tries.' })).toBe('No answer');
    expect(shortReason({ state: 'error', reason: 'TypeError in a place of which nobody thought when it was written' })).toBe('Error');
    expect(shortReason({ state: 'lost', reason: '127.0.0.1:502 refuses the connection: the device is there, but nothing listens on port 502.' })).toBe('Refused');
    expect(shortReason({ state: 'lost', reason: '127.0.0.1:502 closed the connection.' })).toBe('Closed');
    expect(shortReason({ state: 'lost', reason: '192.168.40.21 is out of reach of this network, so nothing comes' })).toBe('No answer');
    expect(shortReason({ state: 'lost', reason: '' })).toBe('No answer');
  });

  it('names a copy with the next number that is free', () => {
    expect(freeLabel('HM-01', ['HM-01', 'HM-02'])).toBe('HM-03');
    expect(freeLabel('Pump', ['Pump', 'Pump-2'])).toBe('Pump-3');
    expect(freeLabel('A9', ['A9'])).toBe('A10');
  });
});
