import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { openTlsClient } from '../../../electron/io/tls-client';
import { listenTls } from '../../../electron/io/tls-server';
import { openUdp } from '../../../electron/io/udp';
import { listenUdp } from '../../../electron/io/udp-server';
import {
  Database,
  DEFAULT_MASTER,
  DEFAULT_MASTER_AUTH,
  DEFAULT_OUTSTATION,
  DEFAULT_OUTSTATION_AUTH,
  Dnp3Line,
  integrityPoll,
  masterLink,
  MasterSession,
  Outstation,
  outstationLink,
  selectBeforeOperate,
  type LinkSettings,
  type MasterTask,
  type TaskOutcome,
} from '../../../electron/stacks/dnp3';
import { RecordingHandler } from '../../support/dnp3-driven-master';
import { points, ScriptedDevice } from '../../support/dnp3-driven-outstation';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { makeCertificates } from '../../support/test-certificates';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const UPDATE_KEY = new Uint8Array(32).fill(0x42);
const users = [{ number: 1, updateKey: UPDATE_KEY }];

/** A master and outstations, each side with a line that waits for its channel, with secure authentication. */
function stations(addresses: readonly number[] = [1024], link: Partial<LinkSettings> = {}) {
  const far = new Dnp3Line();
  const near = new Dnp3Line();
  closers.push(() => far.close(), () => near.close());
  const made = addresses.map((address) => {
    const database = new Database({ counter: points(1), analog: points(300) });
    const device = new ScriptedDevice();
    far.add(new Outstation(database, device).session({ ...DEFAULT_OUTSTATION, link: outstationLink(address, 1, link), authentication: { ...DEFAULT_OUTSTATION_AUTH, users }, unsolicited: { ...DEFAULT_OUTSTATION.unsolicited, allowed: true } }, far.environment, far.now));
    const handler = new RecordingHandler();
    const session = new MasterSession({ ...DEFAULT_MASTER, link: masterLink(1, address, link), authentication: { ...DEFAULT_MASTER_AUTH, users, alsoCritical: [129, 130] } }, handler, near.environment, near.now);
    near.add(session);
    const run = (make: (done: (outcome: TaskOutcome) => void) => MasterTask): Promise<TaskOutcome> => new Promise((done) => session.submit(make(done), near.now));
    return { database, device, handler, session, run };
  });
  return { far, near, made };
}

/** Everything that a master does, on whatever channel; with how many outstations. */
async function exercise({ far, made }: ReturnType<typeof stations>): Promise<number> {
  for (const { database, device, handler, run } of made) {
    expect(await run((done) => integrityPoll(done))).toMatchObject({ ok: true });
    expect(handler.reports.filter(({ type, kind }) => type === 'analog' && kind === 'static').length).toBeGreaterThanOrEqual(300);
    expect(await run((done) => selectBeforeOperate([{ group: 12, variation: 1, index: 3, value: { controlCode: 3, count: 1, onMs: 0, offMs: 0 } }], done))).toMatchObject({ ok: true });
    expect(device.operated).toHaveLength(1);
    database.update('counter', 0, { value: 77, flags: 1 }, far.now);
    await vi.waitFor(() => expect(handler.reports).toContainEqual(expect.objectContaining({ type: 'counter', kind: 'event', unsolicited: true })), 5000);
  }
  return made.length;
}

describe('DNP3 with secure authentication', () => {
  it('goes over UDP', async () => {
    const lines = stations();
    const server = await listenUdp({ host: '127.0.0.1', port: 0 }, (channel) => lines.far.attach(channel), () => undefined);
    closers.push(() => server.close());
    lines.near.attach(await openUdp({ host: '127.0.0.1', port: server.port }));
    expect(await exercise(lines)).toBe(1);
  });

  it('goes over TLS with certificates on both sides; a client without one gets no channel', async () => {
    const certificates = makeCertificates();
    closers.push(() => certificates.close());
    const lines = stations();
    let attached = 0;
    const listener = await listenTls({ port: 0, certificate: certificates.pem('server.crt'), key: certificates.pem('server.key'), clientCa: certificates.pem('ca.crt') }, (channel) => {
      attached += 1;
      lines.far.attach(channel);
    });
    closers.push(() => listener.close());
    const at = { host: '127.0.0.1', port: listener.port, ca: certificates.pem('ca.crt') };
    const stranger = await openTlsClient(at).catch(() => undefined);
    await pause(100);
    stranger?.destroy();
    expect(attached).toBe(0);
    lines.near.attach(await openTlsClient({ ...at, certificate: certificates.pem('client.crt'), key: certificates.pem('client.key') }));
    expect(await exercise(lines)).toBe(1);
  });

  it('goes over one serial line with two outstations and confirmed link frames', async () => {
    const folder = temporaryFolder();
    const pty = await openPtyPair(folder.path);
    closers.push(() => folder.close(), () => pty.close());
    const lines = stations([3, 4], { confirmed: 'always' });
    // Both are open before the first octet, which opening a port would throw away.
    const [farPort, nearPort] = [await openSerial({ path: pty.far, baudRate: 115_200 }), await openSerial({ path: pty.near, baudRate: 115_200 })];
    lines.far.attach(farPort);
    lines.near.attach(nearPort);
    expect(await exercise(lines)).toBe(2);
    expect(lines.near.counters().strangers).toBe(0);
  });
});
