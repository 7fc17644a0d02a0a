import { describe, expect, it, vi } from 'vitest';
import { withRememberedLineKeys } from '../../../electron/engine/remembered-line-keys';
import type { Opaque } from '../../../shared/domain/point';
import { createModbusProtocol } from '../../../electron/protocols/modbus';

describe('the keys of lines', () => {
  it('are asked of the protocol once for each settings, and other settings have their own', () => {
    const modbus = createModbusProtocol();
    const lineKey = vi.fn((settings: Opaque) => modbus.lineKey(settings));
    const remembering = withRememberedLineKeys({ ...modbus, lineKey });
    const north = { transport: 'tcp', host: '10.0.0.1', port: 502 };
    const south = { transport: 'tcp', host: '10.0.0.2', port: 502 };
    expect([north, south, north].map((settings) => remembering.lineKey(settings))).toEqual([modbus.lineKey(north), modbus.lineKey(south), modbus.lineKey(north)]);
    expect(modbus.lineKey(north)).not.toBe(modbus.lineKey(south));
    expect(lineKey).toHaveBeenCalledTimes(2);
  });
});
