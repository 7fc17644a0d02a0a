import { describe, expect, it } from 'vitest';
import { addressOf, answering, connectedDevice, countingUnit, drive, goBy, scriptedLines, type ScriptedLine } from '../../support/scripted-line';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';

const scripted = scriptedLines();

const readsOf = (peer: ScriptedLine): string[] => peer.requestsTo(1).map((request) => `${request.functionCode}:${String(addressOf(request))}+${'quantity' in request ? request.quantity : ''}`);

describe('reading', () => {
  it('reads neighbouring points in one request and far ones in another', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = await connectedDevice(peer, {}, [registerPoint(0), registerPoint(1), registerPoint(8), registerPoint(30), registerPoint(5, { table: 'input-register' })]);
    expect(await drive(device.values())).toEqual([0, 1, 8, 30, 5]);
    expect(readsOf(peer).sort()).toEqual(['3:0+9', '3:30+1', '4:5+1']);
  });

  it('keeps to the limits that the device has', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = await connectedDevice(peer, { maxRegistersPerRead: 4 }, Array.from({ length: 10 }, (_, at) => registerPoint(at)));
    expect(await drive(device.values())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(readsOf(peer)).toEqual(['3:0+4', '3:4+4', '3:8+2']);
  });

  it('never has more requests on the wire than the device allows', async () => {
    for (const depth of [1, 3]) {
      const peer = scripted('tcp', answering({ 1: countingUnit() }));
      const device = await connectedDevice(peer, { pipelineDepth: depth, maxRegistersPerRead: 1 }, Array.from({ length: 12 }, (_, at) => registerPoint(at)));
      peer.recorder.frames.length = 0;
      expect(await drive(device.values())).toHaveLength(12);
      let outstanding = 0;
      let most = 0;
      for (const { direction } of peer.recorder.frames) {
        outstanding += direction === 'sent' ? 1 : -1;
        most = Math.max(most, outstanding);
      }
      expect(most).toBe(depth);
    }
  });

  it('says of a point that is no Modbus point what is wrong, and reads the others', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = await connectedDevice(peer, {}, [registerPoint(3), registerPoint(4, { table: 'coil', dataType: 'float32' })]);
    const readings = await drive(device.read());
    expect(readings[1]!.quality.flags[0]).toContain('A coil holds one bit');
    expect(readings[0]!.value).toBe(3);
  });

  it('reads nothing when it is told to stop', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const device = await connectedDevice(peer, {}, [registerPoint(3)]);
    const readings = await device.driver.poll!.read(device.points, { urgent: false, signal: AbortSignal.abort() });
    expect(readings[0]!.quality.level).toBe('bad');
    expect(peer.requests).toEqual([]);
  });
});

describe('a block that is refused with exception 2', () => {
  const points = Array.from({ length: 16 }, (_, at) => registerPoint(at));

  it('is split until the refused address is found; only that point is bad', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit([11]) }));
    const device = await connectedDevice(peer, {}, points);
    const expected = points.map((_, at) => (at === 11 ? 'Exception 2' : at));
    expect(await drive(device.values())).toEqual(expected);
    expect(device.findings.map(({ key }) => key)).toContain('holding-register:11+1');
    expect(device.findings.find(({ kind }) => kind === 'refused-address')?.message).toContain('400012');
  });

  it('is read around the refused address from then on', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit([11]) }));
    const device = await connectedDevice(peer, {}, points);
    await drive(device.values());
    peer.requests.length = 0;
    await drive(device.values());
    expect(readsOf(peer)).toEqual(['3:0+11', '3:12+4']);
  });

  it('is read around it after a restart, from the findings that were kept', async () => {
    const first = scripted('tcp', answering({ 1: countingUnit([11]) }));
    const before = await connectedDevice(first, {}, points);
    await drive(before.values());
    const peer = scripted('tcp', answering({ 1: countingUnit([11]) }));
    const device = new DeviceUnderTest(peer.line, { unitId: 1 }, points, before.findings);
    device.driver.connect();
    await goBy(200);
    peer.requests.length = 0;
    expect((await drive(device.values()))[11]).toBe('Exception 2');
    expect(readsOf(peer)).toEqual(['3:0+11', '3:12+4']);
  });

  it('tries the refused address again after ten minutes, alone, and takes the finding back when it answers', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit([11]) }));
    const device = await connectedDevice(peer, {}, points);
    await drive(device.values());
    await goBy(300_000);
    peer.requests.length = 0;
    await drive(device.values());
    expect(readsOf(peer)).not.toContain('3:11+1');
    await goBy(310_000);
    peer.requests.length = 0;
    expect((await drive(device.values()))[11]).toBe('Exception 2');
    expect(readsOf(peer).filter((read) => read === '3:11+1')).toHaveLength(1);
    peer.script = answering({ 1: countingUnit() });
    await goBy(610_000);
    expect((await drive(device.values()))[11]).toBe(11);
    expect(device.gone).toEqual(['holding-register:11+1']);
    peer.requests.length = 0;
    await drive(device.values());
    expect(readsOf(peer)).toEqual(['3:0+16']);
  });

  it('learns a gap that may not be read across, and refuses no point for it', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit([3, 4]) }));
    const device = await connectedDevice(peer, {}, [registerPoint(0), registerPoint(2), registerPoint(6), registerPoint(7)]);
    expect(await drive(device.values())).toEqual([0, 2, 6, 7]);
    expect(device.findings.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['read-boundary holding-register:6']);
    peer.requests.length = 0;
    expect(await drive(device.values())).toEqual([0, 2, 6, 7]);
    expect(readsOf(peer)).toEqual(['3:0+3', '3:6+2']);
  });

  it('never splits a value of several registers', async () => {
    const wide = [registerPoint(0, { dataType: 'float32' }), registerPoint(2, { dataType: 'uint64' }), registerPoint(6, { dataType: 'float32' })];
    const peer = scripted('tcp', answering({ 1: countingUnit([4]) }));
    const device = await connectedDevice(peer, {}, wide);
    expect((await drive(device.values())).map((value) => (typeof value === 'number' ? 'good' : value))).toEqual(['good', 'Exception 2', 'good']);
    expect(readsOf(peer).every((read) => ['3:0+8', '3:0+2', '3:2+6', '3:2+4', '3:6+2'].includes(read))).toBe(true);
  });

  it('finds several of them, and a device that takes fewer registers than it should', async () => {
    const unit = countingUnit([2, 9, 14]);
    const peer = scripted('tcp', (id, request) => ('quantity' in request && request.quantity > 6 ? { functionCode: request.functionCode, exception: 3 } : answering({ 1: unit })(id, request)));
    const device = await connectedDevice(peer, {}, points);
    const expected = points.map((_, at) => ([2, 9, 14].includes(at) ? 'Exception 2' : at));
    for (let round = 0; round < 4; round += 1) expect(await drive(device.values())).toEqual(expected);
    peer.requests.length = 0;
    expect(await drive(device.values())).toEqual(expected);
    expect(peer.requests.length).toBeLessThanOrEqual(6);
  });
});
