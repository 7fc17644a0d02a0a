import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { openTcpClient } from '../../io/tcp-client';
import { deviceSettingsSchema } from './device-settings';
import { hostAndPort } from '../../io/host-and-port';
import { isSecretReference } from './line-settings';
import { addressOf } from './point-address';
import { joinTopic } from './topic-filter';
import { Trouble, troubleOf } from './trouble-words';
import type { TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { ByteChannel } from '../../io/channel';
import type { Clock, DriverLog } from '../protocol';
import type { BrokerConnection } from './broker-connection';
import type { LineSettings } from './line-settings';
import type { TroubleKind } from './trouble-words';

export interface DeviceTest {
  readonly settings: LineSettings;
  readonly deviceSettings: Opaque;
  readonly points: readonly Point[];
  /** Not the one of the connection at work: the broker would end that. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly log: DriverLog;
  readonly secret: (reference: string) => Promise<string | null>;
  readonly signal: AbortSignal;
}

/** Filters that a test subscribes to at most. */
const MAX_FILTERS = 20;

type Step = TestResult['steps'][number];

/** Goes to the broker step by step, on a connection of its own. Never rejects. */
export async function testDevice(given: DeviceTest): Promise<TestResult> {
  // What is typed in and not yet saved is tried as it is.
  const test: DeviceTest = { ...given, secret: (reference) => (isSecretReference(reference) ? given.secret(reference) : Promise.resolve(reference)) };
  const { settings, clock, signal } = test;
  const ranAt = clock.nowMicros();
  const steps: Step[] = [];
  let channel: ByteChannel | null = null;
  let connection: BrokerConnection | null = null;
  const step = async <T>(name: string, action: () => Promise<{ result: T; message: string }>): Promise<T> => {
    const began = clock.monotonicMs();
    try {
      const { result, message } = await action();
      steps.push({ name, ok: true, durationMs: clock.monotonicMs() - began, message, octets: '' });
      return result;
    } catch (error) {
      const found = troubleOf(error, settings);
      const trouble = found.cause === undefined ? found : new Trouble(found.kind, given.log.failure(`${found.message}.`, found.cause));
      steps.push({ name, ok: false, durationMs: clock.monotonicMs() - began, message: trouble.message, octets: '' });
      throw trouble;
    }
  };
  try {
    const { BrokerConnection, openChannel } = await import('./broker-connection');
    await step('Name resolved', () => resolved(settings));
    await step('Connection opened', () => reached(settings, signal));
    const opened = await step(settings.tls ? 'TLS' : 'Channel open', async () => ({ result: await openChannel(test), message: settings.tls ? 'The certificate is trusted' : hostAndPort(settings) }));
    channel = opened;
    const accepted = await step('Accepted by the broker', async () => {
      const result = await BrokerConnection.over(opened, test, { onMessage: () => undefined, onRoundTrip: () => undefined, onLost: () => undefined });
      return { result, message: `CONNACK 0: accepted as ${settings.username === '' ? 'anonymous' : settings.username}, MQTT ${settings.version}` };
    });
    connection = accepted;
    const filters = filtersOf(test);
    if (filters.length > 0) await step('Subscribed', () => subscribed(accepted, filters));
    return { success: true, ranAt, steps, diagnosis: `${hostAndPort(settings)} accepts the connection`, evidence: evidenceOf(filters.length), suggestions: [] };
  } catch (error) {
    const trouble = troubleOf(error, settings);
    return { success: false, ranAt, steps, diagnosis: trouble.message, evidence: `The test got as far as: ${steps.at(-1)?.name ?? 'nothing'}.`, suggestions: suggestionsFor(trouble.kind, settings) };
  } finally {
    await connection?.close();
    channel?.destroy();
  }
}

async function resolved({ host }: LineSettings): Promise<{ result: null; message: string }> {
  if (isIP(host) !== 0) return { result: null, message: `${host} is an address` };
  try {
    const { address } = await lookup(host);
    return { result: null, message: `${host} is ${address}` };
  } catch {
    throw new Trouble('not-found', `The name ${host} is not known. Check its spelling, or use the address`);
  }
}

async function reached(settings: LineSettings, signal: AbortSignal): Promise<{ result: null; message: string }> {
  const { host, port, connectTimeoutMs } = settings;
  const channel = await openTcpClient({ host, port, connectTimeoutMs, signal });
  channel.listen({ onData: () => undefined, onClose: () => undefined });
  channel.destroy();
  return { result: null, message: `Port ${String(port)} is open` };
}

async function subscribed(connection: BrokerConnection, filters: readonly string[]): Promise<{ result: null; message: string }> {
  for (const filter of filters) {
    const refused = await connection.subscribe(filter, 0);
    if (refused !== null) throw new Trouble('broker', `${refused}: ${filter}. The user may lack the right to it`);
  }
  return { result: null, message: `${String(filters.length)} topic filters` };
}

function filtersOf({ deviceSettings, points }: DeviceTest): string[] {
  const settings = deviceSettingsSchema.safeParse(deviceSettings);
  const baseTopic = settings.success ? settings.data.baseTopic : '';
  const filters = points.filter((point) => point.access !== 'write').flatMap((point) => addressOf(point)?.topic ?? []);
  return [...new Set(filters.map((topic) => joinTopic(baseTopic, topic)))].slice(0, MAX_FILTERS);
}

function evidenceOf(filters: number): string {
  return filters === 0 ? 'It was reached and took the login. There are no points yet whose topics could be tried.' : `It was reached, took the login and granted ${String(filters)} topic filters. Whether somebody publishes on them shows in the values.`;
}

function suggestionsFor(kind: TroubleKind, settings: LineSettings): TestResult['suggestions'] {
  switch (kind) {
    case 'refused':
      return [
        { title: 'Check the port', how: `1883 is usual without TLS, 8883 with TLS; ${String(settings.port)} is set here` },
        { title: 'Start the broker', how: 'and check that it listens on the network, not only on its own computer: Mosquitto 2 does so only when told' },
      ];
    case 'login':
      return [
        { title: 'Enter user name and password again', how: 'the broker compares capitals too' },
        { title: 'Ask who runs the broker for the right to log in', how: 'it may allow certain users or addresses only' },
      ];
    case 'certificate':
      return [
        { title: "Enter the certificate of the broker's authority (CA)", how: 'as PEM text, from who runs the broker' },
        { title: 'Check the host', how: 'the certificate holds the name under which the broker wants to be called' },
        { title: 'Check the port and the clock', how: '8883 is usual with TLS; a wrong date makes certificates invalid' },
      ];
    case 'not-found':
      return [{ title: 'Use the address in place of the name', how: 'this computer knows no such name' }];
    case 'unreachable':
    case 'timeout':
      return [
        { title: 'Check the address', how: `ping ${settings.host} from this computer` },
        { title: 'Look for a firewall between', how: `TCP port ${String(settings.port)} must be let through` },
        { title: 'Check that an MQTT broker listens there', how: 'another service on the port takes the connection and stays silent' },
      ];
    case 'reset':
    case 'closed':
      return [
        { title: settings.tls ? 'Switch TLS off, or use the port with TLS' : 'Switch TLS on, or use the port without TLS', how: '1883 is usual without TLS, 8883 with TLS' },
        { title: 'Choose another client id', how: 'a broker ends the older of two connections with the same one' },
      ];
    case 'version':
      return [{ title: 'Choose the other MQTT version', how: `${settings.version} is set here` }];
    case 'client-id':
      return [{ title: 'Choose another client id', how: 'or leave it empty' }];
    default:
      return [];
  }
}
