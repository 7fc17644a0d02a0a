import { ErrorWithReasonCode, MqttClient } from 'mqtt';
import { ChannelError } from '../../io/channel-error';
import { openTcpClient } from '../../io/tcp-client';
import { openTlsClient } from '../../io/tls-client';
import { ChannelDuplex } from './channel-duplex';
import { MAX_PACKET } from './packet-size-guard';
import { refusalOf, Trouble, troubleOf } from './trouble-words';
import { hostAndPort } from '../../io/host-and-port';
import type { ByteChannel } from '../../io/channel';
import type { LineSettings } from './line-settings';

export interface ConnectionOptions {
  readonly settings: LineSettings;
  readonly clientId: string;
  /** Opens a secret by its reference. */
  readonly secret: (reference: string) => Promise<string | null>;
  readonly signal: AbortSignal;
}

export interface ConnectionHooks {
  onMessage(topic: string, payload: Uint8Array, retained: boolean): void;
  /** Milliseconds from a packet to its answer. */
  onRoundTrip(milliseconds: number): void;
  /** Called once, when the connection is gone without {@link BrokerConnection.close}. */
  onLost(trouble: Trouble): void;
}

export type PublishOutcome = { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly reason: string } | { readonly kind: 'no-answer' };

/** Packets by which the round trip is measured, and their answers. */
const ANSWERS: Readonly<Record<string, string>> = { pingresp: 'pingreq', suback: 'subscribe', puback: 'publish' };

/** Opens the channel to the broker: TCP, or TLS with the certificate checked. Rejects with a Trouble. */
export async function openChannel({ settings, secret, signal }: Pick<ConnectionOptions, 'settings' | 'secret' | 'signal'>): Promise<ByteChannel> {
  const { host, port, connectTimeoutMs, tls, ca, certificate, serverName } = settings;
  const common = { host, port, connectTimeoutMs, signal };
  try {
    if (!tls) return await openTcpClient(common);
    const key = await secretOf(secret, settings.key, 'key');
    return await openTlsClient({
      ...common,
      ...(ca === '' ? {} : { ca }),
      ...(certificate === '' ? {} : { certificate }),
      ...(key === null ? {} : { key }),
      ...(serverName === '' ? {} : { serverName }),
    });
  } catch (error) {
    throw troubleOf(error, settings);
  }
}

async function secretOf(secret: ConnectionOptions['secret'], reference: string, what: string): Promise<string | null> {
  if (reference === '') return null;
  const opened = await secret(reference).catch((error: unknown) => {
    throw new Trouble('secret', error instanceof Error ? error.message : `The ${what} does not open`);
  });
  if (opened === null) throw new Trouble('secret', `The ${what} is not in the vault of this computer. Enter it again`);
  return opened;
}

/** One connection to a broker, from CONNACK to its end. It is never opened again; who wants another opens another. */
export class BrokerConnection {
  readonly #client: MqttClient;
  readonly #stream: ChannelDuplex;
  readonly #settings: LineSettings;
  readonly #asked = new Map<string, number>();
  readonly #hooks: ConnectionHooks;
  #closing = false;

  private constructor(client: MqttClient, stream: ChannelDuplex, settings: LineSettings, hooks: ConnectionHooks) {
    this.#client = client;
    this.#stream = stream;
    this.#settings = settings;
    this.#hooks = hooks;
  }

  /** Resolves when the broker has accepted; rejects with a {@link Trouble}. */
  static async open(options: ConnectionOptions, hooks: ConnectionHooks): Promise<BrokerConnection> {
    const channel = await openChannel(options);
    return BrokerConnection.over(channel, options, hooks);
  }

  /** Asks the broker on an open channel to accept this client. */
  static async over(channel: ByteChannel, options: ConnectionOptions, hooks: ConnectionHooks): Promise<BrokerConnection> {
    const { settings, clientId, secret, signal } = options;
    let password: string | null;
    try {
      password = await secretOf(secret, settings.password, 'password');
    } catch (error) {
      channel.destroy();
      throw troubleOf(error, settings);
    }
    const stream = new ChannelDuplex(channel);
    const client = new MqttClient(() => stream, {
      protocolVersion: settings.version === '5' ? 5 : 4,
      clientId,
      // A broker of MQTT 5 does not send what is larger; one of 3.1.1 can't be told, so the stream cuts it off.
      ...(settings.version === '5' ? { properties: { maximumPacketSize: MAX_PACKET } } : {}),
      clean: settings.cleanSession,
      keepalive: settings.keepAliveS,
      // Ours ends first.
      connectTimeout: settings.connectTimeoutMs + 5000,
      // Connections are made anew by the line, so that nothing that was published is ever sent twice.
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      ...(settings.username === '' ? {} : { username: settings.username }),
      ...(password === null ? {} : { password }),
    });
    const connection = new BrokerConnection(client, stream, settings, hooks);
    await connection.#accepted(signal);
    return connection;
  }

  get bytesSent(): number {
    return this.#stream.bytesSent;
  }

  get bytesReceived(): number {
    return this.#stream.bytesReceived;
  }

  get isOpen(): boolean {
    return this.#client.connected && !this.#closing;
  }

  /** Resolves with null, or with why the broker refuses, in plain words. */
  subscribe(filter: string, qos: 0 | 1 | 2): Promise<string | null> {
    return new Promise((resolve) => {
      this.#client.subscribe(filter, { qos }, (error) => {
        resolve(error === null ? null : this.isOpen ? 'Subscription refused' : 'Not connected');
      });
    });
  }

  unsubscribe(filter: string): void {
    // The broker's answer changes nothing: what still comes is nobody's.
    this.#client.unsubscribe(filter, () => undefined);
  }

  /** Publishes once. QoS 0 is accepted when it is on its way; nobody acknowledges it. */
  publish(topic: string, payload: Uint8Array, qos: 0 | 1 | 2, retain: boolean, signal: AbortSignal): Promise<PublishOutcome> {
    return new Promise((resolve) => {
      const onAbort = (): void => {
        resolve({ kind: 'no-answer' });
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#stream.once('close', onAbort);
      this.#client.publish(topic, Buffer.from(payload), { qos, retain }, (error) => {
        signal.removeEventListener('abort', onAbort);
        this.#stream.off('close', onAbort);
        if (error === undefined || error === null) resolve({ kind: 'accepted' });
        else resolve('code' in error && typeof error.code === 'number' ? { kind: 'refused', reason: error.message } : { kind: 'no-answer' });
      });
    });
  }

  /** Says goodbye to the broker and closes. */
  async close(): Promise<void> {
    this.#closing = true;
    await new Promise<void>((resolve) => {
      this.#client.end(false, {}, () => {
        resolve();
      });
      setTimeout(() => {
        this.#stream.destroy();
        resolve();
      }, 1000).unref();
    });
    this.#stream.destroy();
  }

  #accepted(signal: AbortSignal): Promise<void> {
    const { connectTimeoutMs } = this.#settings;
    return new Promise((resolve, reject) => {
      let accepted = false;
      const settle = (trouble: Trouble | null): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        if (trouble === null) {
          resolve();
          return;
        }
        this.#closing = true;
        this.#client.end(true);
        this.#stream.destroy();
        reject(trouble);
      };
      const onAbort = (): void => {
        settle(new Trouble('cancelled', 'Cancelled'));
      };
      const timer = setTimeout(() => {
        settle(this.#noBroker());
      }, connectTimeoutMs);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      this.#client.on('connect', () => {
        accepted = true;
        settle(null);
      });
      // Errors of the library come here too, for as long as the connection lasts: without a listener they would be thrown.
      this.#client.on('error', (error) => {
        if (!accepted) settle(error instanceof ErrorWithReasonCode ? refusalOf(error.code, this.#settings) : this.#noBroker());
        else this.#onClose(new Trouble('broker', `${hostAndPort(this.#settings)} sent what is not MQTT (${error.message}). The connection was closed`));
      });
      this.#client.on('close', () => {
        const trouble = troubleOf(this.#stream.reason ?? new ChannelError('closed', ''), this.#settings);
        if (accepted) this.#onClose(trouble);
        else settle(trouble);
      });
      this.#client.on('message', (topic, payload, packet) => {
        this.#hooks.onMessage(topic, payload, packet.retain);
      });
      this.#client.on('packetsend', (packet) => {
        if (Object.values(ANSWERS).includes(packet.cmd)) this.#asked.set(packet.cmd, performance.now());
      });
      this.#client.on('packetreceive', (packet) => {
        const question = ANSWERS[packet.cmd];
        const asked = question === undefined ? undefined : this.#asked.get(question);
        if (question === undefined || asked === undefined) return;
        this.#asked.delete(question);
        this.#hooks.onRoundTrip(performance.now() - asked);
      });
    });
  }

  #onClose(trouble: Trouble): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#client.end(true);
    this.#stream.destroy();
    this.#hooks.onLost(trouble);
  }

  #noBroker(): Trouble {
    return new Trouble('timeout', `${hostAndPort(this.#settings)} takes the connection, but does not answer as an MQTT broker. Check the port`);
  }
}
