import { expect, it } from 'vitest';
import { hostTrouble } from '../../../electron/io/host-name';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { createMqttProtocol } from '../../../electron/protocols/mqtt';

it('takes names and addresses of both kinds', () => {
  for (const host of ['plc', 'plc-1.plant.example', 'ü.example', '10.0.0.7', '::1', 'fe80::1%eth0', 'fe80::1%Ethernet']) expect(hostTrouble(host), host).toBeNull();
});

it('names what a clumsy hand put beside the host', () => {
  expect(hostTrouble('10.0.0.7:502')).toContain('the port has a field of its own');
  expect(hostTrouble('plc:502')).toContain('the port has a field of its own');
  expect(hostTrouble('[::1]')).toContain('without brackets');
  expect(hostTrouble('[::1]:502')).toContain('without brackets');
  for (const host of ['a b', 'http://plc', 'plc\0', 'plc\n', '\u007f']) expect(hostTrouble(host), JSON.stringify(host)).toContain('without spaces and slashes');
});

it('is what both protocols go by', () => {
  for (const { lineSettings } of [createModbusProtocol(), createMqttProtocol()]) {
    expect(lineSettings.safeParse({ host: '::1' }).success).toBe(true);
    expect(lineSettings.safeParse({ host: 'plc:502' }).error?.issues[0]).toMatchObject({ path: ['host'], message: 'a host name or address alone; the port has a field of its own' });
  }
});
