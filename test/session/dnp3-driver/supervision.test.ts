import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import type { DriverState, Reading } from '../../../electron/protocols/protocol';
import type { ByteChannel, ChannelHandlers } from '../../../electron/io/channel';
import { ChannelError } from '../../../electron/io/channel-error';
import { dissectFrame, encodeLinkFrame } from '../../../electron/stacks/dnp3';
import { makePoint } from '../../support/domain-fixtures';
import { like } from '../../support/like';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** An open channel that the test speaks on. */
class Wire implements ByteChannel {
  readonly label = 'made up';
  readonly bufferedOctets = 0;
  readonly sent: string[] = [];
  isOpen = true;
  #handlers: ChannelHandlers | null = null;
  /** What is answered to a frame: the octets of an application fragment, or nothing. */
  answer: (functionCode: number, sequence: number) => Uint8Array | null = () => null;

  write(octets: Uint8Array): boolean {
    this.sent.push(dissectFrame(octets).summary);
    const control = octets[11] ?? 0;
    const fragment = octets.length > 12 ? this.answer(octets[12] ?? 0, control & 0x0f) : null;
    if (fragment !== null) this.say(fragment);
    return true;
  }

  /** One fragment of outstation 10 to master 1. */
  say(fragment: Uint8Array): void {
    const frame = encodeLinkFrame({ fromMaster: false, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination: 1, source: 10, userData: Uint8Array.of(0xc0, ...fragment) });
    if (frame.kind === 'octets') setTimeout(() => this.#handlers?.onData(frame.octets), 20);
  }

  listen(handlers: ChannelHandlers): void {
    this.#handlers = handlers;
  }

  close(): void {
    this.#end(undefined);
  }

  destroy(reason?: ChannelError): void {
    this.#end(reason);
  }

  #end(reason: ChannelError | undefined): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#handlers?.onClose(reason);
  }
}

/** Analog input 3 = 42, online, to a read; nothing but the indications to all else. */
const answers =
  (iin1 = 0) =>
  (functionCode: number, sequence: number): Uint8Array | null => {
    const head = [0xc0 | sequence, 0x81, iin1, 0];
    if (functionCode === 0) return null;
    return functionCode === 1 ? Uint8Array.of(...head, 30, 1, 0, 3, 3, 0x01, 42, 0, 0, 0) : Uint8Array.of(...head);
  };

const point = makePoint({ dataType: 'float64', address: { type: 'analog-input', index: 3 } });

function start(open: () => Promise<ByteChannel>, settings: Record<string, number | string> = {}) {
  const states: DriverState[] = [];
  const readings: Reading[] = [];
  const nothing = (): void => undefined;
  const clock = { nowMicros: () => Date.now() * 1000, monotonicMs: () => performance.now() };
  const protocol = createDnp3Protocol({ openChannel: open });
  const line = protocol.createLine({ host: 'rtu' }, { clock, log: { info: nothing, warn: nothing, error: nothing, failure: (what) => what }, secret: () => Promise.resolve(null), onFrame: nothing, onState: nothing });
  const device = (more: Record<string, number | string> = {}) =>
    line.createDevice(protocol.deviceSettings.parse({ ...settings, ...more }), { label: 'rtu', onState: (state) => states.push(state), onFinding: nothing, findings: [], guard: (action) => action });
  const driver = device();
  driver.push?.subscribe((all) => readings.push(...all));
  driver.setPoints([point]);
  return { line, driver, device, states, readings, last: () => states.at(-1) };
}

const open = (wire: Wire) => () => Promise.resolve<ByteChannel>(wire);

describe('an outstation under supervision', () => {
  it('is connected when it answers, and its start-up sequence is the one of the standard', async () => {
    const wire = new Wire();
    wire.answer = answers();
    const { driver, last, readings, line } = start(open(wire), { eventPollS: 0 });
    driver.connect();
    await vi.advanceTimersByTimeAsync(1000);
    expect(last()).toMatchObject({ state: 'connected', reason: '' });
    expect(wire.sent.map((summary) => summary.replace(/^.*?: /, '').split(',')[0])).toEqual([like.matching(/disable unsolicited/i), like.matching(/read/i), like.matching(/enable unsolicited/i)]);
    expect(readings.at(-1)).toMatchObject({ pointId: point.id, value: 42, quality: { level: 'good', flags: ['ONLINE'] } });
    expect(driver.roundTripMs()).toBeCloseTo(20, 3);
    await line.close();
  });

  it('asks for everything again at the integrity interval', async () => {
    const wire = new Wire();
    wire.answer = answers();
    const { driver, line } = start(open(wire), { eventPollS: 0, integrityIntervalS: 60, unsolicitedClasses: '', linkKeepAliveS: 0 });
    driver.connect();
    await vi.advanceTimersByTimeAsync(1000);
    const before = wire.sent.length;
    await vi.advanceTimersByTimeAsync(58_000);
    expect(wire.sent).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(2000);
    expect(wire.sent).toHaveLength(before + 1);
    await line.close();
  });

  it('is shown as silent once its time to respond is over, with the likely causes', async () => {
    const wire = new Wire();
    const { driver, last, readings, line } = start(open(wire), { responseTimeoutMs: 1000 });
    driver.connect();
    await vi.advanceTimersByTimeAsync(1400);
    expect(last()?.state).toBe('connecting');
    await vi.advanceTimersByTimeAsync(200);
    expect(last()).toMatchObject({ state: 'lost', reason: like.containing('outstation 10 does not answer master 1') });
    expect(readings.at(-1)?.quality).toMatchObject({ level: 'bad', reason: 'No answer' });
    expect(driver.diagnostics().lastError?.causes).toContain('the two addresses are swapped');
    wire.answer = answers();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(last()?.state).toBe('connected');
    await line.close();
  });

  it('is asked again by itself after it fell silent, and comes back', async () => {
    const wire = new Wire();
    wire.answer = answers();
    const { driver, last, line } = start(open(wire), { responseTimeoutMs: 500, eventPollS: 2, linkKeepAliveS: 0 });
    driver.connect();
    await vi.advanceTimersByTimeAsync(1000);
    wire.answer = () => null;
    await vi.advanceTimersByTimeAsync(6000);
    expect(last()?.state).toBe('lost');
    wire.answer = answers();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(last()?.state).toBe('connected');
    await line.close();
  });

  it('says an indication that somebody should look at, and takes it back', async () => {
    const wire = new Wire();
    wire.answer = answers(0x20);
    const { driver, last, line } = start(open(wire), { eventPollS: 1 });
    driver.connect();
    await vi.advanceTimersByTimeAsync(1000);
    expect(last()).toMatchObject({ state: 'connected', reason: like.containing('local control') });
    wire.answer = answers();
    await vi.advanceTimersByTimeAsync(2000);
    expect(last()).toMatchObject({ state: 'connected', reason: '' });
    await line.close();
  });
});

describe('a line', () => {
  it('is opened again at growing intervals of at most 30 s, and no more once nobody wants it', async () => {
    let attempts = 0;
    const { driver, last, line } = start(() => {
      attempts += 1;
      return Promise.reject(new ChannelError('refused', 'refused'));
    });
    driver.connect();
    await vi.advanceTimersByTimeAsync(0);
    const counts: number[] = [];
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      await vi.advanceTimersByTimeAsync(seconds * 1000);
      counts.push(attempts);
    }
    expect(counts).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(last()).toMatchObject({ state: 'lost', reason: like.containing('nothing listens on port 20000') });
    await driver.disconnect();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(attempts).toBe(8);
    await line.close();
  });

  it('marks its points when it is lost, and ends what was asked for', async () => {
    const wire = new Wire();
    wire.answer = answers();
    const { driver, readings, line } = start(open(wire), { eventPollS: 0 });
    driver.connect();
    await vi.advanceTimersByTimeAsync(1000);
    wire.answer = () => null;
    const read = driver.poll?.read([point], { urgent: true, signal: new AbortController().signal });
    await vi.advanceTimersByTimeAsync(10);
    wire.destroy(new ChannelError('reset', 'reset'));
    expect((await read)?.[0]?.quality).toMatchObject({ level: 'bad', reason: 'Not connected' });
    expect(readings.at(-1)?.quality).toMatchObject({ level: 'bad', reason: 'Not connected' });
    await line.close();
  });

  it('has no two devices between the same addresses', async () => {
    const wire = new Wire();
    wire.answer = answers();
    const { driver, device, last, line } = start(open(wire));
    driver.connect();
    await vi.advanceTimersByTimeAsync(500);
    device().connect();
    expect(last()).toMatchObject({ state: 'error', reason: like.containing('already') });
    await line.close();
  });

  it('sends a command once, and says that it may have been carried out when no answer comes', async () => {
    const wire = new Wire();
    wire.answer = answers();
    const { driver, line } = start(open(wire), { eventPollS: 0, operate: 'direct', responseTimeoutMs: 1000 });
    const output = makePoint({ dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 1 } });
    driver.connect();
    await vi.advanceTimersByTimeAsync(500);
    wire.answer = () => null;
    const before = wire.sent.length;
    const result = driver.write?.execute(output, true, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await result).toMatchObject({ outcome: 'no_answer' });
    expect(wire.sent.slice(before).filter((summary) => /direct operate/i.test(summary))).toHaveLength(1);
    await line.close();
  });
});
