import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serve } from '../../../electron/stacks/modbus';
import { countingUnit, drive, goBy, ScriptedLine } from '../../support/scripted-line';
import { BadLine } from '../../support/modbus-bad-servers/bad-line';
import { registerOf } from '../../support/modbus-bad-servers/bad-server';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';

let peer: ScriptedLine;

/** 81.42 as float32 CDAB at input register 0, then 1, 2, 3. */
const REGISTERS = Uint16Array.of(0xd70a, 0x42a2, 1, 2, 3);

beforeEach(() => {
  vi.useFakeTimers();
  const unit = { ...countingUnit(), readRegisters: (_table: string, address: number, quantity: number) => REGISTERS.slice(address, address + quantity) };
  peer = new ScriptedLine('tcp', (_id, request) => serve(unit, request) ?? 'silence');
});
afterEach(async () => {
  await peer.line.close();
  vi.useRealTimers();
});

async function readOnce(...points: DeviceUnderTest['points']): Promise<{ device: DeviceUnderTest; raw: Uint8Array }> {
  const device = new DeviceUnderTest(peer.line, { unitId: 1, byteOrder: 'CDAB' }, points);
  device.driver.connect();
  await goBy(100);
  const readings = await drive(device.read());
  return { device, raw: readings[0]!.raw! };
}

describe('inspecting a value', () => {
  it('shows it under every type and byte order, the present one first', async () => {
    const point = registerPoint(0, { table: 'input-register', dataType: 'float32' });
    const { device, raw } = await readOnce(point);
    const readings = device.driver.inspect!.readings(point, raw);
    expect(readings[0]).toMatchObject({ label: 'float32 CDAB', value: '81.42', current: true });
    expect(readings.filter(({ current }) => current)).toHaveLength(1);
    const labels = readings.map(({ label }) => label);
    for (const type of ['float32', 'int32', 'uint32']) for (const order of ['ABCD', 'CDAB', 'BADC', 'DCBA']) expect(labels).toContain(`${type} ${order}`);
    expect(readings.find(({ label }) => label === 'float32 ABCD')?.value).toBe('−1.520e+14');
    expect(readings.find(({ label }) => label === 'int32 ABCD')?.value).toBe('−687,193,438');
    expect(readings.find(({ label }) => label === 'uint16')?.value).toBe('55,050');
  });

  it('gives with each reading the address that makes the point read so', async () => {
    const point = registerPoint(0, { table: 'input-register', dataType: 'uint16' });
    const neighbour = registerPoint(4, { table: 'input-register' });
    const { device, raw } = await readOnce(point, neighbour);
    const found = device.driver.inspect!.readings(point, raw).find(({ label }) => label === 'float32 CDAB')!;
    expect(found.value).toBe('81.42');
    const adopted = { ...point, dataType: found.dataType, address: found.address };
    device.points = [adopted];
    device.driver.setPoints([adopted]);
    const [reading] = await drive(device.read());
    expect(reading!.value).toBeCloseTo(81.42, 2);
  });

  it('shows the sixteen bits of a register for a bit', async () => {
    const point = registerPoint(2, { table: 'input-register', dataType: 'boolean', bit: 0 });
    const { device, raw } = await readOnce(point);
    const readings = device.driver.inspect!.readings(point, raw);
    expect(readings.filter(({ dataType }) => dataType === 'boolean').map(({ label, value }) => `${label} ${value}`)).toHaveLength(16);
    expect(readings[0]).toMatchObject({ label: 'bit 0', value: '1', current: true });
  });

  it('shows the answer that the value came in, and where in it it is', async () => {
    const point = registerPoint(2, { table: 'input-register' });
    const first = registerPoint(0, { table: 'input-register', dataType: 'float32' });
    const { device } = await readOnce(first, point);
    const response = device.driver.inspect!.lastResponse(point.id)!;
    expect([...response.octets.subarray(response.from, response.from + response.length)]).toEqual([0, 1]);
    expect(response.facts).toContainEqual({ label: 'Function', value: '04 Read input registers' });
    expect(response.facts).toContainEqual({ label: 'Request', value: '300001, 3 registers' });
    expect(device.driver.inspect!.lastResponse('00000000-0000-4000-8000-000000000000')).toBeNull();
  });
});

describe.each(['tcp', 'tls', 'udp', 'rtu-over-tcp', 'rtu', 'ascii'] as const)('the place of a value in an answer on %s', (transport) => {
  it('is that of its own octets, and what follows it is read with it', async () => {
    const right = new BadLine(transport, {});
    try {
      const points = [3, 4, 5].map((address) => registerPoint(address, { dataType: 'uint16' }));
      const device = new DeviceUnderTest(right.line, { unitId: 1 }, points);
      device.driver.connect();
      await goBy(100);
      const readings = await drive(device.read());
      const [, second] = points;
      const response = device.driver.inspect!.lastResponse(second!.id)!;
      const part = Buffer.from(response.octets.subarray(response.from, response.from + response.length));
      const value = registerOf(1, 4).toString(16).padStart(4, '0');
      expect(transport === 'ascii' ? part.toString('latin1').toLowerCase() : part.toString('hex')).toBe(value);
      const asLonger = device.driver.inspect!.readings(second!, readings[1]!.raw!).find(({ label }) => label === 'uint32 ABCD');
      expect(Number(asLonger?.value.replaceAll(',', ''))).toBe(registerOf(1, 4) * 65_536 + registerOf(1, 5));
    } finally {
      await right.line.close();
    }
  });
});
