import { describe, expect, it } from 'vitest';
import { serve } from '../../../electron/stacks/modbus';
import { DeviceUnderTest, registerPoint } from '../../support/modbus-line';
import { testUnit } from '../../support/modbus-test-unit';
import { answering, connectedDevice, countingUnit, drive, goBy, scriptedLines } from '../../support/scripted-line';
import type { ScriptedLine } from '../../support/scripted-line';

const scripted = scriptedLines();
const always = new AbortController().signal;
const hand = (functionId: string, values: Record<string, string | number | boolean> = {}, broadcast = false) => ({ function: functionId, values, broadcast });

/** A peer with every function. */
function wholePeer(transport: 'tcp' | 'rtu' = 'tcp'): ScriptedLine {
  const unit = testUnit();
  return scripted(transport, (_unit, request) => serve(unit, request) ?? 'silence');
}

describe('a request by hand', () => {
  it.each([
    ['1', { address: 0, quantity: 4 }],
    ['2', { address: 0, quantity: 4 }],
    ['3', { address: 0, quantity: 2 }],
    ['4', { address: 0, quantity: 2 }],
    ['5', { address: 1, on: true }],
    ['6', { address: 1, value: 77 }],
    ['7', {}],
    ['8-look', { subFunction: '0', data: '12 34' }],
    ['11', {}],
    ['12', {}],
    ['15', { address: 0, values: '1 0 1' }],
    ['16', { address: 0, values: '1, 0x10' }],
    ['17', {}],
    ['20', { file: 4, record: 2, quantity: 3 }],
    ['21', { file: 4, record: 2, values: '9 8' }],
    ['22', { address: 1, andMask: '0xFF00', orMask: '0x0012' }],
    ['23', { address: 0, quantity: 2, writeAddress: 4, values: '5' }],
    ['24', { address: 5 }],
    ['43', { access: '1', objectId: 0 }],
  ] as const)('of function %s is answered, and both its frames are taken apart', async (id, values) => {
    const device = await connectedDevice(wholePeer(), {}, [registerPoint(0)]);
    const prepared = device.driver.request!.prepare(hand(id, values));
    expect(prepared.problem).toBe('');
    expect(prepared.octets.length).toBeGreaterThan(4);
    const result = await drive(device.driver.request!.send(hand(id, values), always));
    expect(result).toMatchObject({ outcome: 'answered', operation: prepared.operation });
    expect(result.request.length).toBeGreaterThan(4);
    expect(result.response.map(({ name }) => name)).toContain('Function code');
  });

  it('shows the exception that the device refuses it with', async () => {
    const device = await connectedDevice(wholePeer(), {}, [registerPoint(0)]);
    const result = await drive(device.driver.request!.send(hand('raw', { code: 65, data: '00 01' }), always));
    expect(result).toMatchObject({ outcome: 'refused', message: 'Refused with exception 1, Illegal function' });
    expect(result.response.some(({ text }) => text.includes('Illegal function'))).toBe(true);
  });

  it.each([
    ['3', { address: 70_000, quantity: 1 }, /address/],
    ['3', { address: 65_535, quantity: 2 }, /past address 65535/],
    ['16', { address: 0, values: '1 70000' }, /70000/],
    ['15', { address: 0, values: '1 2' }, /zeros and ones/],
    ['raw', { code: 65, data: 'xyz' }, /hex/],
    ['99', {}, /no function/],
  ] as const)('of function %s that makes no sense is not sent: %o', async (id, values, words) => {
    const peer = wholePeer();
    const device = await connectedDevice(peer, {}, [registerPoint(0)]);
    expect(device.driver.request!.prepare(hand(id, values)).problem).toMatch(words);
    const result = await drive(device.driver.request!.send(hand(id, values), always));
    expect(result.outcome).toBe('not_sent');
    expect(peer.requests).toEqual([]);
  });

  it('says of each function whether it may change something', async () => {
    const device = await connectedDevice(wholePeer(), {}, [registerPoint(0)]);
    const changes = (id: string): boolean => device.driver.request!.prepare(hand(id)).changes;
    expect(['1', '2', '3', '4', '7', '8-look', '11', '12', '17', '20', '24', '43'].map(changes)).not.toContain(true);
    expect(['5', '6', '8-act', '15', '16', '21', '22', '23', 'raw'].map(changes)).not.toContain(false);
  });

  it('does not read what the settings forbid', async () => {
    const device = await connectedDevice(wholePeer(), { forbidden: '40010-40012' }, [registerPoint(0)]);
    expect(device.driver.request!.prepare(hand('3', { address: 0, quantity: 10 })).problem).toMatch(/forbid to read holding registers 400010 to 400012/);
    expect(device.driver.request!.prepare(hand('4', { address: 0, quantity: 10 })).problem).toBe('');
  });

  it('is one for all units only on a serial line, only where it writes, and names whom it reaches', async () => {
    const tcp = await connectedDevice(wholePeer(), {}, [registerPoint(0)]);
    expect(tcp.driver.request!.prepare(hand('6', { address: 0, value: 1 }, true)).problem).toMatch(/for serial lines/);
    const peer = wholePeer('rtu');
    const first = await connectedDevice(peer, {}, [registerPoint(0)]);
    const second = new DeviceUnderTest(peer.line, { unitId: 9 }, [registerPoint(0)]);
    expect(first.driver.request!.prepare(hand('3', { address: 0, quantity: 1 }, true)).problem).toMatch(/only writes/);
    expect(first.driver.request!.prepare(hand('6', { address: 0, value: 1 }, true))).toMatchObject({ problem: '', changes: true, reaches: ['DEV-01 (unit 1)', 'DEV-01 (unit 9)'] });
    peer.script = () => 'silence';
    expect(await drive(first.driver.request!.send(hand('6', { address: 0, value: 1 }, true), always))).toMatchObject({ outcome: 'sent', response: [] });
    expect(peer.requests.at(-1)).toMatchObject({ unit: 0, request: { functionCode: 6, address: 0, value: 1 } });
    expect(first.state.state).toBe('connected');
    await second.driver.close();
  });

  it('does not make a device lost that is silent to a function which it does not have', async () => {
    const peer = scripted('tcp', (unit, request) => (request.functionCode === 7 ? 'silence' : answering({ 1: countingUnit() })(unit, request)));
    const device = await connectedDevice(peer, { timeoutMs: 300 }, [registerPoint(0)]);
    await drive(device.values());
    expect(await drive(device.driver.request!.send(hand('7'), always))).toMatchObject({ outcome: 'no_answer' });
    expect(device.state.state).toBe('connected');
    expect(peer.requests.filter(({ request }) => request.functionCode === 7)).toHaveLength(1);
  });
});

describe('identification', () => {
  it('gathers every object, and the server id', async () => {
    const device = await connectedDevice(wholePeer(), {}, [registerPoint(0)]);
    const { sections } = await drive(device.driver.identify!.read(always));
    expect(sections.map(({ title, problem, rows }) => [title, problem, rows.length])).toEqual([
      ['Identification, basic', '', 3],
      ['Identification, regular', '', 1],
      ['Identification, extended', '', 1],
      ['Report server id', '', 4],
    ]);
    expect(sections[0]?.rows[0]).toEqual({ label: 'Vendor name', value: 'Made Up Works' });
    expect(sections[3]?.rows).toContainEqual({ label: 'Runs', value: 'yes' });
  });

  it('says what a device does not have', async () => {
    const device = await connectedDevice(scripted('tcp', (_unit, request) => (request.functionCode === 3 ? answering({ 1: countingUnit() })(1, request) : { functionCode: request.functionCode, exception: 1 })), {}, [registerPoint(0)]);
    const { sections } = await drive(device.driver.identify!.read(always));
    expect(sections.map(({ problem }) => problem)).toEqual(['The device does not have this function', 'The device does not have this function']);
  });
});

describe('measuring requests at once', () => {
  const points = [0, 200, 400, 600].map((address) => registerPoint(address));

  it('takes the greatest depth that is worth it from a device that answers many at once', async () => {
    const device = await connectedDevice(scripted('tcp', answering({ 1: countingUnit() })), {}, points);
    const steps: string[] = [];
    const result = await drive(device.driver.depth!.measure((step) => steps.push(step), always));
    expect(result.safeDepth).toBe(16);
    expect(result.settings).toEqual({ pipelineDepth: 16 });
    expect(result.steps.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 6, 8, 12, 16]);
    expect(steps).toContain('8 at once');
    expect(device.driver.depth!.last()).toBe(result);
  });

  it('stays below the depth at which a device loses requests', async () => {
    let waiting = 0;
    const answer = answering({ 1: countingUnit() });
    const peer = scripted('tcp', (unit, request) => {
      if (waiting >= 4) return 'silence';
      waiting += 1;
      setTimeout(() => {
        waiting -= 1;
      }, 4);
      return answer(unit, request);
    });
    const device = await connectedDevice(peer, { timeoutMs: 500 }, points);
    const result = await drive(device.driver.depth!.measure(() => undefined, always));
    expect(result.safeDepth).toBeLessThanOrEqual(4);
    expect(result.safeDepth).toBeGreaterThan(1);
    expect(result.steps.at(-1)?.lost).toBeGreaterThan(0);
    expect(result.message).toMatch(/went unanswered/);
    await goBy(31_000);
    expect(await drive(device.values())).toEqual([0, 200, 400, 600]);
  });

  /** Answers the requests that wait together in pairs, each with the values of the other, under the right transaction identifiers. */
  function swapping(from: number, values: (address: number, at: number) => number = (address) => address) {
    const waiting: { address: number; quantity: number; answer: { functionCode: 3; registers: Uint16Array } }[] = [];
    let asked = 0;
    return scripted('tcp', (_unit, request) => {
      if (request.functionCode !== 3) return { functionCode: request.functionCode, exception: 1 };
      asked += 1;
      const own = { address: request.address, quantity: request.quantity, answer: { functionCode: 3 as const, registers: Uint16Array.from({ length: request.quantity }, (_, at) => values(request.address + at, asked)) } };
      waiting.push(own);
      setTimeout(() => void waiting.splice(waiting.indexOf(own), 1), 4);
      const other = waiting.at(-2);
      if (waiting.length < from || other === undefined || other.quantity !== own.quantity) return { afterMs: 4, answer: own.answer };
      // Both answers are on their way: only what they hold changes places.
      const [mine, its] = [Uint16Array.from(own.answer.registers), Uint16Array.from(other.answer.registers)];
      own.answer.registers.set(its);
      other.answer.registers.set(mine);
      return { afterMs: 4, answer: own.answer };
    });
  }

  it('finds a gateway that mixes up answers of one length under the right transaction identifiers', async () => {
    const device = await connectedDevice(swapping(3), {}, points);
    const result = await drive(device.driver.depth!.measure(() => undefined, always));
    expect(result.safeDepth).toBeLessThanOrEqual(2);
    expect(result.steps.at(-1)).toMatchObject({ depth: 3, lost: 0, refused: 0 });
    expect(result.steps.at(-1)?.wrong).toBeGreaterThan(0);
    expect(result.message).toMatch(/^At 3 at once: \d+ of 60 were answered wrongly\./);
  });

  it('does not take values that change by themselves for mixed up ones', async () => {
    const moving = swapping(100, (address, asked) => (address < 300 ? address : Math.floor(asked / 40) + 1000 * address));
    const device = await connectedDevice(moving, {}, points);
    const result = await drive(device.driver.depth!.measure(() => undefined, always));
    expect(result.safeDepth).toBe(16);
    expect(result.steps.every(({ wrong }) => wrong === 0)).toBe(true);
  });

  it('does not call more than one at a time safe where a mix-up could not show', async () => {
    const same = await connectedDevice(swapping(2, () => 7), {}, points);
    expect(await drive(same.driver.depth!.measure(() => undefined, always))).toMatchObject({ safeDepth: 1, settings: { pipelineDepth: 1 } });
    const one = await connectedDevice(swapping(100), {}, [registerPoint(0)]);
    const result = await drive(one.driver.depth!.measure(() => undefined, always));
    expect(result.safeDepth).toBe(1);
    expect(result.message).toMatch(/one read only/);
  });

  it('says which part of the reads could not be told apart', async () => {
    const device = await connectedDevice(swapping(100, (address) => (address < 300 ? 5 : address)), {}, points);
    const result = await drive(device.driver.depth!.measure(() => undefined, always));
    expect(result.safeDepth).toBe(16);
    expect(result.message).toMatch(/2 of 4 reads have the length and the values of another one/);
  });

  it('advises one at a time where a device answers one after the other', async () => {
    let free = 0;
    const answer = answering({ 1: countingUnit() });
    const peer = scripted('tcp', (unit, request) => {
      free = Math.max(free, performance.now()) + 10;
      const right = answer(unit, request);
      return typeof right === 'object' && 'functionCode' in right ? { afterMs: free - performance.now(), answer: right } : right;
    });
    const device = await connectedDevice(peer, {}, points);
    expect(await drive(device.driver.depth!.measure(() => undefined, always))).toMatchObject({ safeDepth: 1 });
  });

  it('ends when it is cancelled', async () => {
    const device = await connectedDevice(scripted('tcp', answering({ 1: countingUnit() })), {}, points);
    const abort = new AbortController();
    const measuring = device.driver.depth!.measure(() => abort.abort(), abort.signal);
    await expect(drive(measuring)).rejects.toThrow('aborted');
    expect(device.driver.depth!.last()).toBeNull();
  });
});
