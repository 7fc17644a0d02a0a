import { describe, expect, it } from 'vitest';
import { DeviceFiles } from '../../../electron/protocols/dnp3/device-files';
import { deviceSettingsSchema } from '../../../electron/protocols/dnp3/device-settings';
import { decodeLinkFrame, Dnp3Line, FUNCTION, integrityPoll, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { MemoryFiles } from '../../support/dnp3-memory-files';
import { DATAGRAMS, Pair } from '../../support/dnp3-pair';

const LONG = Uint8Array.from({ length: 9000 }, (_, at) => at % 251);
const SHORT = LONG.subarray(0, 2000);

/** The driver's files on a master and an outstation under one driven clock. */
function made(store = new MemoryFiles(new Map([['/log/long.bin', LONG], ['/log/short.bin', SHORT]])), maxRequestOctets = 1024) {
  const pair = new Pair({ points: {}, files: store });
  pair.open();
  pair.run(50);
  const channel = new Dnp3Line();
  Object.defineProperty(channel, 'now', { get: () => pair.now });
  const files = new DeviceFiles({ session: pair.master, channel, isConnected: () => true, settings: deviceSettingsSchema.parse({ maxRequestOctets }) });
  /** Lets time pass, and what waits for it go on, until the answer is there. */
  const until = async <T>(answer: Promise<T>, limitMs = 60_000): Promise<T> => {
    const end = pair.now + limitMs;
    const state = { ended: false };
    const watched = answer.finally(() => {
      state.ended = true;
    });
    while (!state.ended && pair.now < end) {
      pair.run(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return watched;
  };
  const functions = (): number[] =>
    pair.frames.flatMap(({ fromClient, octets }) => {
      const frame = decodeLinkFrame(octets, 0);
      return fromClient && frame.kind === 'value' && frame.value.userData.length > 2 ? [frame.value.userData[2] ?? 0] : [];
    });
  return { pair, store, files, until, functions };
}

const signal = (): AbortSignal => new AbortController().signal;
const nothing = (): void => undefined;

describe('files of a device', () => {
  it('are fetched block by block with progress, and polls go between two blocks', async () => {
    const { pair, files, until, functions } = made();
    const steps: number[] = [];
    const polls: TaskOutcome[] = [];
    const answer = await until(
      files.read('/log/long.bin', 1 << 20, (done) => {
        steps.push(done);
        if (steps.length === 3) pair.submit((end: (outcome: TaskOutcome) => void) => integrityPoll((outcome) => { polls.push(outcome); end(outcome); }));
      }, signal()),
    );
    expect(answer).toEqual({ ok: true, value: LONG });
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect([steps[0], steps.at(-1)]).toEqual([0, LONG.length]);
    expect(polls.map(({ ok }) => ok)).toEqual([true]);
    // Nothing is left open.
    expect(functions().filter((code) => code === FUNCTION.closeFile)).toHaveLength(1);
  });

  it('that are longer than is taken are refused before a block is asked for, and closed', async () => {
    const { files, until, functions } = made();
    const before = functions().filter((code) => code === FUNCTION.read).length;
    expect(await until(files.read('/log/long.bin', 5000, nothing, signal()))).toEqual({ ok: false, outcome: 'too_large', message: '/log/long.bin has 9,000 octets; 5,000 are the most that is fetched.' });
    expect(functions().filter((code) => code === FUNCTION.read)).toHaveLength(before);
    expect(functions()).toContain(FUNCTION.closeFile);
  });

  it('are written whole, and a cancelled transfer leaves what was there', async () => {
    const { files, store, until, functions } = made();
    expect(await until(files.write('/log/new.bin', LONG, nothing, signal()))).toEqual({ ok: true, value: undefined });
    expect(store.files.get('/log/new.bin')).toEqual(LONG);
    const abort = new AbortController();
    const cancelled = await until(files.write('/log/new.bin', new Uint8Array(9000), (done) => { if (done > 3000) abort.abort(); }, abort.signal));
    expect(cancelled).toMatchObject({ ok: false, outcome: 'cancelled' });
    expect(store.files.get('/log/new.bin')).toEqual(LONG);
    expect(functions()).toContain(FUNCTION.abortFile);
  });

  it('are listed with paths, described and deleted; what is not there is told so', async () => {
    const { files, until } = made();
    expect(await until(files.list('/log', signal()))).toMatchObject({ ok: true, value: [{ name: 'long.bin', path: '/log/long.bin', type: 'file', size: 9000, permissions: 'r--------' }, { name: 'short.bin' }] });
    expect(await until(files.information('/log/long.bin', signal()))).toMatchObject({ ok: true, value: { size: 9000 } });
    expect(await until(files.remove('/log/long.bin', signal()))).toEqual({ ok: true, value: undefined });
    expect(await until(files.remove('/log/long.bin', signal()))).toEqual({ ok: false, outcome: 'absent', message: '/log/long.bin was not deleted: file not found.' });
    expect(await until(files.information('/log/long.bin', signal()))).toMatchObject({ ok: false, outcome: 'absent' });
  });

  it('are not begun beside a transfer, and a second one goes when it has ended', async () => {
    const { files, until } = made();
    const first = files.read('/log/long.bin', 1 << 20, nothing, signal());
    expect(await until(files.list('/log', signal()))).toMatchObject({ ok: false, outcome: 'not_sent', message: '/log was not asked for: the transfer of /log/long.bin is under way. Wait for its end, or cancel it.' });
    expect((await until(first)).ok).toBe(true);
    expect((await until(files.list('/log', signal()))).ok).toBe(true);
  });

  it('come whole over a channel that loses and doubles datagrams', async () => {
    const { pair, files, until } = made(undefined, 249);
    pair.channel = DATAGRAMS;
    expect(await until(files.read('/log/short.bin', 1 << 20, nothing, signal()), 600_000)).toEqual({ ok: true, value: Uint8Array.from(SHORT) });
  });

  it('that the outstation refuses at the closing are said not to be written', async () => {
    const { files, until } = made();
    expect(await until(files.write('/fixed/x', LONG, nothing, signal()))).toEqual({ ok: false, outcome: 'refused', message: '/fixed/x was not closed: permission denied: the outstation does not let this master do that.' });
  });
});
