import { afterAll, afterEach, expect, it } from 'vitest';
import { openSerial } from '../../../electron/io/serial';
import { listenTls } from '../../../electron/io/tls-server';
import { listenUdp } from '../../../electron/io/udp-server';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import type { DriverState, Reading } from '../../../electron/protocols/protocol';
import { FLAG } from '../../../electron/stacks/dnp3';
import { makePoint } from '../../support/domain-fixtures';
import { startStation, type StationOptions } from '../../support/dnp3-station';
import { LineRecorder, until } from '../../support/modbus-line';
import { openPtyPair, temporaryFolder } from '../../support/modbus-peers';
import { makeCertificates } from '../../support/test-certificates';

/** The driver over each of its transports: it connects, polls everything, takes an event, and operates an output once. */

const WITHIN_MS = 20_000;
const certificates = makeCertificates();
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(() => certificates.close());

const pem = (file: string): string => certificates.pem(file);

interface Place {
  readonly listen: NonNullable<StationOptions['listen']>;
  readonly line: (port: number) => Record<string, string | number>;
}

const network = (transport: string, more = {}): Place['line'] => (port) => ({ transport, host: '127.0.0.1', port, ...more });

async function serialPlace(): Promise<Place> {
  const folder = temporaryFolder();
  const pty = await openPtyPair(folder.path);
  open.push({ close: () => folder.close() }, pty);
  const port = await openSerial({ path: pty.far, baudRate: 115_200 });
  return {
    listen: (onChannel) => {
      onChannel(port);
      return Promise.resolve({ port: 0, close: () => port.close() });
    },
    line: () => ({ transport: 'serial', serialPath: pty.near, baudRate: 115_200 }),
  };
}

const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  tls: () =>
    Promise.resolve({
      listen: (onChannel) => listenTls({ port: 0, certificate: pem('server.crt'), key: pem('server.key'), clientCa: pem('ca.crt') }, onChannel),
      line: network('tls', { ca: pem('ca.crt'), certificate: pem('client.crt'), key: 'vault:1' }),
    }),
  udp: () => Promise.resolve({ listen: (onChannel) => listenUdp({ host: '127.0.0.1', port: 0 }, onChannel, () => undefined), line: network('udp') }),
  serial: serialPlace,
};

it.each(['tls', 'udp', 'serial'])('over %s the driver connects, polls everything, takes an event, and operates an output once', { timeout: 90_000 }, async (transport) => {
  const place = await PLACES[transport]?.();
  if (place === undefined) throw new Error(transport);
  // What an outstation says before the other serial port is open is lost, and reads wait until it has said it again.
  const station = await startStation({ listen: place.listen, confirmTimeoutMs: 500 });
  open.push({ close: () => station.kill() });
  const recorder = new LineRecorder();
  const secret = (reference: string): Promise<string | null> => Promise.resolve(reference === 'vault:1' ? pem('client.key') : null);
  const line = createDnp3Protocol().createLine(place.line(station.port), { ...recorder.context, secret });
  open.push(line);

  const states: DriverState[] = [];
  const readings: Reading[] = [];
  const device = line.createDevice(
    { outstationAddress: 10, responseTimeoutMs: 2000, linkTimeoutMs: 2000, eventPollS: 0, integrityIntervalS: 0 },
    { label: 'RTU', onState: (state) => states.push(state), onFinding: () => undefined, onFindingGone: () => undefined, findings: [], guard: (action) => action },
  );
  const analog = makePoint({ dataType: 'float64', address: { type: 'analog-input', index: 1 } });
  const output = makePoint({ dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 0, control: 'latch' } });
  device.setPoints([analog, output]);
  device.push?.subscribe((some) => readings.push(...some));
  device.connect();
  const latest = (): Reading | undefined => readings.findLast(({ pointId }) => pointId === analog.id);
  await until(() => states.at(-1)?.state === 'connected', WITHIN_MS, 'connected');
  await until(() => latest()?.quality.level === 'good' && latest()?.value === 1, WITHIN_MS, 'the value of the integrity poll');

  // Unsolicited responses are enabled at the end of the start-up; until then the event waits at the outstation.
  const time = Date.now() - 5000;
  station.database.update('analog', 1, { value: 42, flags: FLAG.online, time }, performance.now());
  await until(() => latest()?.value === 42, WITHIN_MS, 'the event');
  expect(latest()?.sourceTime).toBe(time * 1000);

  expect(await device.write?.execute(output, true, new AbortController().signal)).toMatchObject({ outcome: 'accepted' });
  expect(station.device.selected).toHaveLength(1);
  expect(station.device.operated).toMatchObject([{ how: 'selected', command: { group: 12, index: 0, value: { controlCode: 3 } } }]);
  await device.close();
});
