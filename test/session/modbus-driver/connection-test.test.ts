import { describe, expect, it } from 'vitest';
import type { TestResult } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import { ChannelError } from '../../../electron/io/channel-error';
import { answering, countingUnit, drive, goBy, refusedConnection, scriptedLines, type ScriptedLine } from '../../support/scripted-line';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';

const scripted = scriptedLines();

function test(peer: ScriptedLine, settings: Opaque = { unitId: 1 }, points = [registerPoint(0)]): Promise<TestResult> {
  return drive(peer.line.testDevice(settings, points, new AbortController().signal));
}

const steps = (result: TestResult): string[] => result.steps.map(({ name, ok }) => `${ok === null ? '-' : ok ? '+' : '!'} ${name}`);

describe('a connection test', () => {
  it('passes with a device that answers, and closes the line that it opened', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit() }));
    const result = await test(peer);
    expect(result).toMatchObject({ success: true, diagnosis: 'Unit 1 answers in 5 ms', suggestions: [] });
    expect(steps(result)).toEqual(['+ Connection opened', '+ Request sent, function 03', '+ Answer']);
    expect(result.steps[1]!.octets.replaceAll(' ', '')).toMatch(/^....00000006010300000001$/);
    expect(peer.line.state.state).toBe('closed');
  });

  it('reads holding register 0 where there is no register map, and takes an exception for an answer', async () => {
    const peer = scripted('tcp', answering({ 1: countingUnit([0]) }));
    const result = await test(peer, { unitId: 1 }, []);
    expect(result.success).toBe(true);
    expect(result.diagnosis).toContain('refuses');
    expect(result.evidence).toContain('exception 2');
  });

  it('says that the connection is refused, and what to try', async () => {
    const peer = scripted('tcp', () => 'silence');
    peer.refuseWith = refusedConnection();
    const result = await test(peer);
    expect(result).toMatchObject({ success: false, diagnosis: 'plc:502 refuses the connection' });
    expect(result.suggestions[0]!.title).toBe('Check the port');
    expect(steps(result)).toEqual(['! Connection opened']);
  });

  it('says that a name is not known, and that a port is busy', async () => {
    const named = scripted('tcp', () => 'silence');
    named.refuseWith = new ChannelError('not-found', 'tcp plc:502: not found');
    expect((await test(named)).diagnosis).toBe('The name plc is not known');
    const serial = scripted('rtu', () => 'silence');
    serial.refuseWith = new ChannelError('busy', 'serial: busy');
    expect((await test(serial)).diagnosis).toBe('/dev/ttyUSB0 is in use by another program');
  });

  it('says that nothing came from a silent unit while others on the line answer', async () => {
    const peer = scripted('rtu', answering({ 11: countingUnit(), 12: countingUnit() }));
    const live = [11, 12].map((unitId) => new DeviceUnderTest(peer.line, { unitId }, [registerPoint(0)]));
    for (const device of live) device.driver.connect();
    await goBy(5000);
    const result = await test(peer, { unitId: 13, retries: 2 });
    expect(result).toMatchObject({ success: false, diagnosis: 'No answer from unit 13 within 5 s, 3 tries' });
    expect(result.evidence).toContain('The line works: units 11, 12 answer.');
    expect(result.suggestions.map(({ title }) => title)).toContain('Another unit identifier');
    expect(steps(result)).toEqual(['+ Port opened', '- Line quiet before the request', '+ Request sent, function 03', '! Answer', '+ Other units on the line']);
    for (const device of live) expect(device.state.state).toBe('connected');
  });

  it('tells garbage from silence: another baud rate or parity', async () => {
    const peer = scripted('rtu', () => 'silence');
    const noisy = setInterval(() => {
      if (peer.requests.length > 0) peer.say(Uint8Array.of(0x9f, 0x33, 0x00, 0x71, 0xfe, 0x01, 0x20));
    }, 400);
    const result = await test(peer, { unitId: 13, timeoutMs: 1000, retries: 1 });
    clearInterval(noisy);
    expect(result.success).toBe(false);
    expect(result.diagnosis).toContain('no valid frame');
    expect(result.suggestions[0]!.title).toBe('Another parity or baud rate');
  });

  it('hears a second master before it asks', async () => {
    const peer = scripted('rtu', answering({ 1: countingUnit() }));
    const noisy = setInterval(() => peer.say(Uint8Array.of(7, 3, 0, 0, 0, 1, 0x84, 0x6c)), 20);
    const result = await test(peer, { unitId: 1, timeoutMs: 300, retries: 0 });
    clearInterval(noisy);
    expect(steps(result)[1]).toBe('! Line quiet before the request');
    expect(result.steps[1]!.message).toContain('another master');
  });

  it('says that what answers is no Modbus TCP', async () => {
    const peer = scripted('tcp', () => {
      peer.say(new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n\r\n'));
      return 'silence';
    });
    const result = await test(peer, { unitId: 1, timeoutMs: 500, retries: 1 });
    expect(result).toMatchObject({ success: false, diagnosis: 'What plc:502 answers is no Modbus TCP' });
  });

  it('says that the gateway answers and the device behind it does not', async () => {
    const peer = scripted('tcp', (_unit, { functionCode }) => ({ functionCode, exception: 11 }));
    expect((await test(peer)).diagnosis).toBe('The gateway answers, unit 1 behind it does not');
  });

  it('does not ask the broadcast on a serial line', async () => {
    const peer = scripted('rtu', () => 'silence');
    expect((await test(peer, { unitId: 0 })).success).toBe(false);
    expect(peer.opens).toEqual([]);
  });

  it('ends when it is cancelled', async () => {
    const peer = scripted('tcp', () => 'silence');
    const cancel = new AbortController();
    const running = peer.line.testDevice({ unitId: 1 }, [registerPoint(0)], cancel.signal);
    await goBy(100);
    cancel.abort();
    expect((await drive(running)).diagnosis).toBe('The test was cancelled');
  });
});
