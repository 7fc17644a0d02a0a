import { expect, it } from 'vitest';
import { checkDefaults } from '../../../electron/engine/edits/settings';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { createMqttProtocol } from '../../../electron/protocols/mqtt';
import { like } from '../../support/like';

const modbus = createModbusProtocol();

it('takes defaults that leave out what only one line or device has', () => {
  for (const protocol of [modbus, createMqttProtocol()]) {
    expect(() => checkDefaults(protocol.lineSettings, {}, 'lineDefaults')).not.toThrow();
    expect(() => checkDefaults(protocol.deviceSettings, {}, 'deviceDefaults')).not.toThrow();
  }
  expect(() => checkDefaults(modbus.lineSettings, { port: 1502, connectTimeoutMs: 1500 }, 'lineDefaults')).not.toThrow();
});

it('refuses a default that no line could have, by its name', () => {
  expect(() => checkDefaults(modbus.lineSettings, { port: 'x', parity: 'even' }, 'lineDefaults')).toThrowError(
    like.object({ code: 'bad_input', details: { fields: [{ path: 'lineDefaults.port', message: like.text }] } }),
  );
  expect(() => checkDefaults(modbus.deviceSettings, { retries: -1 }, 'deviceDefaults')).toThrow(/deviceDefaults\.retries/);
});
