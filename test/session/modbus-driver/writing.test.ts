import { describe, expect, it } from 'vitest';
import { answering, connectedDevice, countingUnit, drive, goBy, scriptedLines } from '../../support/scripted-line';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';

const scripted = scriptedLines();

const always = new AbortController().signal;
const writable = (address: number, fields: Parameters<typeof registerPoint>[1] = {}) => registerPoint(address, { access: 'read-write', ...fields });

describe('writing', () => {
  it('uses function 6 for one register, 16 for more, 5 for a coil', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const points = [writable(1, { dataType: 'int16' }), writable(2, { dataType: 'float32', byteOrder: 'CDAB' }), writable(3, { table: 'coil', dataType: 'boolean' }), writable(9, { dataType: 'string', length: 2 })];
    const device = await connectedDevice(peer, {}, points);
    for (const [at, value] of [-2, 81.5, true, 'abc'].entries()) expect(await drive(device.driver.write!.execute(points[at]!, value, always))).toMatchObject({ outcome: 'accepted' });
    expect(peer.requestsTo(1)).toEqual([
      { functionCode: 6, address: 1, value: 0xfffe },
      { functionCode: 16, address: 2, values: Uint16Array.of(0x0000, 0x42a3) },
      { functionCode: 5, address: 3, value: true },
      { functionCode: 16, address: 9, values: Uint16Array.of(0x6162, 0x6300) },
    ]);
  });

  it('uses functions 15 and 16 only where the device knows no others', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const points = [writable(1), writable(3, { table: 'coil', dataType: 'boolean' })];
    const device = await connectedDevice(peer, { writeFunction: 'multiple' }, points);
    await drive(device.driver.write!.execute(points[0]!, 5, always));
    await drive(device.driver.write!.execute(points[1]!, true, always));
    expect(peer.requestsTo(1).map(({ functionCode }) => functionCode)).toEqual([16, 15]);
  });

  it('is never repeated when no answer comes, and says that it may have been carried out', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const point = writable(1);
    const device = await connectedDevice(peer, { timeoutMs: 500, retries: 5 }, [point]);
    const unit = peer.script;
    peer.script = (id, request) => (request.functionCode === 6 ? 'silence' : unit(id, request));
    expect(await drive(device.driver.write!.execute(point, 7, always))).toMatchObject({ outcome: 'no_answer' });
    await goBy(60_000);
    expect(peer.requestsTo(1).filter(({ functionCode }) => functionCode === 6)).toHaveLength(1);
    expect(device.state.state).toBe('connected');
  });

  it('says that nothing was sent when the line is down', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const point = writable(1);
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, [point]);
    expect(await device.driver.write!.execute(point, 7, always)).toEqual({ outcome: 'not_sent', message: 'The device is not connected' });
    expect(peer.requests).toEqual([]);
  });

  it('tells the exception that refused it', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const point = writable(1);
    const device = await connectedDevice(peer, {}, [point]);
    peer.script = (_unit, { functionCode }) => ({ functionCode, exception: 3 });
    expect(await drive(device.driver.write!.execute(point, 7, always))).toMatchObject({ outcome: 'refused', exception: '3 Illegal data value' });
  });

  it('changes one bit of a register and leaves the others as they are', async () => {
    const written: number[][] = [];
    const peer = scripted('tcp', answering({ 1: countingUnit([], written) }));
    const points = [writable(0x0c53, { dataType: 'boolean', bit: 2 }), writable(0x0c53, { dataType: 'boolean', bit: 4 })];
    const device = await connectedDevice(peer, {}, points);
    await drive(device.driver.write!.execute(points[0]!, true, always));
    await drive(device.driver.write!.execute(points[1]!, false, always));
    expect(written).toEqual([[0x0c53, 0x0c57], [0x0c53, 0x0c43]]);
  });

  it('lets no other write of the device come between reading a register and writing its bit', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const points = [writable(8, { dataType: 'boolean', bit: 0 }), writable(8, { dataType: 'boolean', bit: 1 })];
    const device = await connectedDevice(peer, { pipelineDepth: 4, bitWrite: 'read-modify-write' }, points);
    await drive(Promise.all(points.map((point) => device.driver.write!.execute(point, true, always))));
    expect(peer.requestsTo(1).map(({ functionCode }) => functionCode)).toEqual([3, 6, 3, 6]);
  });

  it('changes a bit by mask write where the device has it, in one request', async () => {
    const registers = new Map([[8, 0x0f0f]]);
    const peer = scripted('tcp', (_unit, request) => {
      if (request.functionCode === 22) {
        registers.set(request.address, ((registers.get(request.address) ?? 0) & request.andMask) | (request.orMask & ~request.andMask));
        return request;
      }
      return answering({ 1: countingUnit() })(1, request);
    });
    const points = [4, 0].map((bit) => writable(8, { dataType: 'boolean', bit }));
    const device = await connectedDevice(peer, {}, points);
    expect(await drive(device.driver.write!.execute(points[0]!, true, always))).toMatchObject({ outcome: 'accepted' });
    expect(await drive(device.driver.write!.execute(points[1]!, false, always))).toMatchObject({ outcome: 'accepted' });
    expect(registers.get(8)).toBe(0x0f1e);
    expect(peer.requestsTo(1).map(({ functionCode }) => functionCode)).toEqual([22, 22]);
    expect(device.driver.write!.prepare(points[0]!, true, null)).toMatchObject({ ok: true, operation: '22 Mask write register' });
  });

  it('learns that a device has no mask write, and reads and writes the register whole from then on', async () => {
    const written: number[][] = [];
    const peer = scripted('tcp', (unit, request) => (request.functionCode === 22 ? { functionCode: 22, exception: 1 } : answering({ 1: countingUnit([], written) })(unit, request)));
    const point = writable(8, { dataType: 'boolean', bit: 0 });
    const device = await connectedDevice(peer, {}, [point]);
    for (let turn = 0; turn < 2; turn += 1) expect(await drive(device.driver.write!.execute(point, true, always))).toMatchObject({ outcome: 'accepted' });
    expect(peer.requestsTo(1).map(({ functionCode }) => functionCode)).toEqual([22, 3, 6, 3, 6]);
    expect(written).toEqual([[8, 9], [8, 9]]);
    expect(device.findings.map(({ kind }) => kind)).toEqual(['no-mask-write']);
    const again = new DeviceUnderTest(peer.line, { unitId: 1 }, [point], device.findings);
    expect(again.driver.write!.prepare(point, true, null)).toMatchObject({ operation: '06 Write single register' });
  });

  it('never falls back from a mask write that may have been carried out, or where only it is allowed', async () => {
    const peer = scripted('tcp', (unit, request) => (request.functionCode === 22 ? 'silence' : answering({ 1: countingUnit() })(unit, request)));
    const point = writable(8, { dataType: 'boolean', bit: 0 });
    const device = await connectedDevice(peer, { timeoutMs: 200 }, [point]);
    expect(await drive(device.driver.write!.execute(point, true, always))).toMatchObject({ outcome: 'no_answer' });
    const strict = scripted('tcp', (unit, request) => (request.functionCode === 22 ? { functionCode: 22, exception: 1 } : answering({ 1: countingUnit() })(unit, request)));
    const only = await connectedDevice(strict, { bitWrite: 'mask' }, [point]);
    expect(await drive(only.driver.write!.execute(point, true, always))).toMatchObject({ outcome: 'refused', exception: '1 Illegal function' });
    expect([...peer.requestsTo(1), ...strict.requestsTo(1)].map(({ functionCode }) => functionCode)).not.toContain(6);
  });

  it('goes ahead of polls that wait', async () => {
    const peer = scripted('rtu', answering({ 1: countingUnit(), 2: countingUnit() }));
    const point = writable(1);
    const device = await connectedDevice(peer, {}, [point]);
    const others = Array.from({ length: 5 }, () => new DeviceUnderTest(peer.line, { unitId: 2 }, Array.from({ length: 4 }, (_, at) => registerPoint(at * 200))));
    for (const other of others) other.driver.connect();
    await goBy(2000);
    peer.requests.length = 0;
    const reads = others.map((other) => other.read());
    await goBy(1);
    const write = device.driver.write!.execute(point, 7, always);
    await drive(Promise.all([write, ...reads]));
    expect(peer.requests.findIndex(({ request }) => request.functionCode === 6)).toBeLessThanOrEqual(1);
  });
});

describe('preparing a write', () => {
  it('shows the octets field by field, and which of them are the value', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const point = writable(0, { dataType: 'int16' });
    const device = await connectedDevice(peer, {}, [point]);
    const prepared = device.driver.write!.prepare(point, 785, null);
    if (!prepared.ok) throw new Error(prepared.problem);
    expect(prepared.operation).toBe('06 Write single register');
    expect(prepared.connection).toBe('plc:502, unit 1');
    expect(prepared.octets.map(({ octets }) => octets).join(' ')).toBe('00 00 00 00 00 06 01 06 00 00 03 11');
    expect(prepared.octets.filter(({ changed }) => changed).map(({ octets }) => octets)).toEqual(['03 11']);
    expect(prepared.raw).toEqual(Uint8Array.of(3, 17));
    expect(peer.requests).toEqual([]);
  });

  it('says that a bit is written with the rest of its register', async () => {
    const peer = scripted('rtu', answering({ 1: countingUnit() }));
    const point = writable(18, { dataType: 'boolean', bit: 0 });
    const device = await connectedDevice(peer, {}, [point]);
    const prepared = device.driver.write!.prepare(point, true, Uint8Array.of(0x0c, 0x52));
    if (!prepared.ok) throw new Error(prepared.problem);
    expect(prepared.raw).toEqual(Uint8Array.of(0x0c, 0x53));
    expect(prepared.consequences.join()).toContain('400019');
    expect(prepared.octets.at(-1)?.name).toBe('Checksum');
  });

  it('refuses in plain words what can not be written', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = await connectedDevice(peer, {}, []);
    const problem = (point: ReturnType<typeof registerPoint>, value: number | boolean | string): string => {
      const prepared = device.driver.write!.prepare(point, value, null);
      return prepared.ok ? '' : prepared.problem;
    };
    expect(problem(writable(0, { table: 'input-register' }), 1)).toContain("can't be written");
    expect(problem(writable(0, { dataType: 'int16' }), 40_000)).toContain('int16');
    expect(problem(writable(0, { dataType: 'uint16' }), 1.5)).toContain('1.5');
    expect(problem(writable(0, { dataType: 'float32' }), 1e39)).toContain('float32');
    expect(problem(registerPoint(0), 1)).toContain('read only');
    expect(problem(writable(0, { table: 'coil', dataType: 'boolean' }), 5)).toContain('true or false');
  });
});
