import { expect, test } from 'vitest';
import { isServedHere } from '../../../renderer/app/served-here';
import type { Project } from '../../../shared/domain/project';
import { simulatorSchema } from '../../../shared/domain/simulator';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const device = { lineId: id(1), protocol: 'modbus' };

function project(line: Record<string, string | number>, port: Record<string, string | number>, enabled = true): Pick<Project, 'lines' | 'simulators'> {
  return {
    lines: [{ id: id(1), name: 'Line', protocol: 'modbus', settings: line }],
    simulators: [simulatorSchema.parse({ id: id(2), name: 'SIM-01', protocol: 'modbus', enabled, ports: [{ id: id(3), settings: port }] })],
  };
}

const tcp = (host: string, port: number) => ({ transport: 'tcp', host, port });

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '0.0.0.0'],
  ['127.0.0.1', '0.0.0.0'],
  ['192.168.1.7', '192.168.1.7'],
])('a device at %s is the simulator that listens on %s', (asked, served) => {
  expect(isServedHere(project(tcp(asked, 1502), tcp(served, 1502)), device)).toBe(true);
});

test.each([
  ['another port', tcp('127.0.0.1', 1503), tcp('127.0.0.1', 1502), true],
  ['another host', tcp('192.168.1.7', 1502), tcp('127.0.0.1', 1502), true],
  ['another computer, although the simulator listens on every address of this one', tcp('10.0.0.9', 502), tcp('0.0.0.0', 502), true],
  ['another transport', { ...tcp('127.0.0.1', 1502), transport: 'udp' }, tcp('127.0.0.1', 1502), true],
  ['a simulator that is off', tcp('127.0.0.1', 1502), tcp('127.0.0.1', 1502), false],
])('a device at %s is none', (_, line, port, enabled) => {
  expect(isServedHere(project(line, port, enabled), device)).toBe(false);
});
