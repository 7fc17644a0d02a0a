import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { listenTcp } from '../../../electron/io/tcp-server';
import {
  Database,
  DEFAULT_MASTER,
  DEFAULT_OUTSTATION,
  Dnp3Line,
  integrityPoll,
  masterLink,
  MasterSession,
  Outstation,
  outstationLink,
  selectBeforeOperate,
  type MasterSettings,
  type OutstationSession,
  type TaskOutcome,
} from '../../../electron/stacks/dnp3';
import { RecordingHandler } from '../../support/dnp3-driven-master';
import { points, ScriptedDevice } from '../../support/dnp3-driven-outstation';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** Outstations with these addresses on one listening socket. */
async function serve(addresses: readonly number[]) {
  const line = new Dnp3Line();
  const stations = addresses.map((address) => {
    const database = new Database({ counter: points(1), analog: points(100) });
    const device = new ScriptedDevice();
    const session: OutstationSession = new Outstation(database, device).session({ ...DEFAULT_OUTSTATION, link: outstationLink(address, 1), unsolicited: { ...DEFAULT_OUTSTATION.unsolicited, allowed: true } }, line.environment, line.now);
    line.add(session);
    return { database, device, session };
  });
  const listener = await listenTcp({ port: 0 }, (channel) => line.attach(channel));
  closers.push(
    () => listener.close(),
    () => line.close(),
  );
  return { line, stations, port: listener.port };
}

function masters(addresses: readonly number[], settings: Partial<MasterSettings> = {}) {
  const line = new Dnp3Line();
  closers.push(() => line.close());
  const sessions = addresses.map((address) => {
    const handler = new RecordingHandler();
    const session = new MasterSession({ ...DEFAULT_MASTER, ...settings, link: masterLink(1, address) }, handler, line.environment, line.now);
    line.add(session);
    return { session, handler };
  });
  return { line, sessions };
}

const events = (handler: RecordingHandler): (number | undefined)[] => handler.reports.filter(({ kind, type }) => kind === 'event' && type === 'counter').map(({ value }) => value.value);

describe('a line of real sockets', () => {
  it('carries several outstations, each with its master session: everything, events, commands', async () => {
    const { stations, port } = await serve([10, 20, 30]);
    const { line, sessions } = masters([10, 20, 30]);
    line.attach(await openTcpClient({ host: '127.0.0.1', port }));
    await vi.waitFor(() => expect(sessions.map(({ handler }) => handler.reports.filter(({ type, kind }) => type === 'analog' && kind === 'static').length)).toEqual([100, 100, 100]), 10_000);
    for (const [i, { database }] of stations.entries()) database.update('counter', 0, { value: i + 7, flags: 1 }, 0);
    await vi.waitFor(() => expect(sessions.map(({ handler }) => events(handler))).toEqual([[7], [8], [9]]), 10_000);
    const outcome = await new Promise<TaskOutcome>((done) => {
      sessions[1]!.session.submit(selectBeforeOperate([{ group: 12, variation: 1, index: 3, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } }], done), line.now);
    });
    expect(outcome).toMatchObject({ ok: true });
    expect(stations.map(({ device }) => device.operated.length)).toEqual([0, 1, 0]);
  });

  it('goes on with the next channel, and no event is lost between', async () => {
    const { line: far, stations, port } = await serve([10]);
    const { line, sessions } = masters([10]);
    const [{ database } = { database: new Database({}) }] = stations;
    const [{ session, handler } = { session: undefined, handler: new RecordingHandler() }] = sessions;
    const first = await openTcpClient({ host: '127.0.0.1', port });
    line.attach(first);
    // The start-up sequence is done: unsolicited responses are enabled, so the event below goes out as soon as there is a channel.
    await vi.waitFor(() => expect(session?.counters.responses).toBe(4), 10_000);
    first.close();
    await vi.waitFor(() => expect([line.open, far.open]).toEqual([false, false]), 10_000);
    database.update('counter', 0, { value: 1, flags: 1 }, 0);
    const refused = await new Promise<TaskOutcome>((done) => {
      session?.submit(integrityPoll(done), line.now);
    });
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    line.attach(await openTcpClient({ host: '127.0.0.1', port }));
    await vi.waitFor(() => expect(events(handler)).toEqual([1]), 4000);
    expect(handler.online).toEqual([true, false, true]);
  });

  it('takes a new connection in the place of one that is half-open', async () => {
    const { line: far, port } = await serve([10]);
    const old = await openTcpClient({ host: '127.0.0.1', port });
    const closed = new Promise<void>((resolve) => {
      old.listen({ onData: () => undefined, onClose: () => resolve() });
    });
    await vi.waitFor(() => expect(far.open).toBe(true), 10_000);
    const { line, sessions } = masters([10]);
    line.attach(await openTcpClient({ host: '127.0.0.1', port }));
    await closed;
    await vi.waitFor(() => expect(sessions[0]!.handler.online).toEqual([true]), 10_000);
  });

  it('loses and repeats no event where the old connection is half-open at either end', async () => {
    const { line: far, stations, port } = await serve([10]);
    const [{ database } = { database: new Database({}) }] = stations;
    const { line, sessions } = masters([10]);
    const [{ session, handler } = { session: undefined, handler: new RecordingHandler() }] = sessions;
    const old = await openTcpClient({ host: '127.0.0.1', port });
    // What the master sends and hears on the old connection is lost from here on, and neither end is told.
    const cut = { isCut: false, sent: 0 };
    line.attach({
      write: (octets) => {
        if (cut.isCut) cut.sent += 1;
        return cut.isCut || old.write(octets);
      },
      close: () => undefined,
      listen: (handlers) => old.listen({ onData: (octets) => (cut.isCut ? undefined : handlers.onData(octets)), onClose: () => undefined }),
    });
    await vi.waitFor(() => expect(session?.counters.responses).toBe(4), 10_000);
    database.update('counter', 0, { value: 1, flags: 1 }, 0);
    await vi.waitFor(() => expect(events(handler)).toEqual([1]), 10_000);
    cut.isCut = true;
    database.update('counter', 0, { value: 2, flags: 1 }, 0);
    const command = new Promise<TaskOutcome>((done) => {
      session?.submit(selectBeforeOperate([{ group: 12, variation: 1, index: 3, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } }], done), line.now);
    });
    await vi.waitFor(() => expect(cut.sent).toBe(1), 10_000);
    expect([far.open, line.open]).toEqual([true, true]);
    line.attach(await openTcpClient({ host: '127.0.0.1', port }));
    expect(await command).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    database.update('counter', 0, { value: 3, flags: 1 }, 0);
    await vi.waitFor(() => expect(events(handler)).toEqual([1, 2, 3]), 10_000);
    await vi.waitFor(() => expect(old.isOpen).toBe(false), 10_000);
    expect(stations[0]?.device.operated).toEqual([]);
    await vi.waitFor(() => expect(stations[0]?.session.events).toEqual({ waiting: 0, lost: 0, overflow: false }), 10_000);
    expect(events(handler)).toEqual([1, 2, 3]);
  });

  it('attaches nothing once it is closed', async () => {
    const { port } = await serve([10]);
    const { line, sessions } = masters([10]);
    line.close();
    const channel = await openTcpClient({ host: '127.0.0.1', port });
    line.attach(channel);
    expect([channel.isOpen, line.open, sessions[0]!.session.waiting]).toEqual([false, false, 0]);
  });

  it('counts frames of strangers, and times out by its own timer', async () => {
    const { line: far, port } = await serve([10]);
    const { line, sessions } = masters([77], { responseTimeoutMs: 30, retryDelayMs: 60_000 });
    line.attach(await openTcpClient({ host: '127.0.0.1', port }));
    await vi.waitFor(() => expect(sessions[0]!.session.counters.timeouts).toBe(4), 10_000);
    expect(far.counters().strangers).toBe(4);
    line.remove(sessions[0]!.session);
    expect(sessions[0]!.session.online).toBe(false);
    await pause(50);
    expect(far.counters().strangers).toBe(4);
  });
});
