import { bad, NOT_CONNECTED } from '../../../shared/domain/quality';
import { addressOf } from './point-address';
import { decodePayload } from './payload';
import { DeviceWrite } from './device-write';
import { joinTopic } from './topic-filter';
import type { Diagnostics } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import type { Quality } from '../../../shared/domain/quality';
import type { Micros } from '../../../shared/domain/time';
import type { Clock, DeviceContext, Driver, DriverState, PushCapability, Reading, WriteCapability } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineMember, LineView } from './line-view';
import type { PointAddress } from './point-address';
import type { Trouble } from './trouble-words';

/** Flag of a value that the broker had kept: it may be old, and MQTT does not say how old. */
const RETAINED = 'RETAINED';

/** Octets of a payload that are shown beside the value. */
const MAX_RAW = 4096;

interface Subscribed {
  readonly point: Point;
  readonly address: PointAddress;
}

export interface MqttDeviceParts {
  readonly line: LineView;
  readonly settings: DeviceSettings;
  readonly context: DeviceContext;
  readonly clock: Clock;
}

/** One device on a broker: the topics below its base. It pushes; there is nothing to ask for. */
export class MqttDevice implements Driver, LineMember {
  readonly write: WriteCapability;
  readonly push: PushCapability = {
    subscribe: (listener) => {
      this.#listener = listener;
      return () => {
        if (this.#listener === listener) this.#listener = null;
      };
    },
  };
  /** A message of one of its filters. An error in here is this device's alone. */
  readonly onMessage: (filter: string, payload: Uint8Array, retained: boolean) => void;
  readonly #parts: MqttDeviceParts;
  #listener: ((readings: readonly Reading[]) => void) | null = null;
  #byFilter = new Map<string, Subscribed[]>();
  #points: readonly Point[] = [];
  #state: DriverState['state'] = 'off';
  #received = 0;
  #retained = 0;
  #badPayloads = 0;
  #lastError: Diagnostics['lastError'] = null;

  constructor(parts: MqttDeviceParts) {
    this.#parts = parts;
    this.write = new DeviceWrite(parts.line, parts.settings, parts.clock);
    this.onMessage = parts.context.guard((filter: string, payload: Uint8Array, retained: boolean) => {
      this.#take(filter, payload, retained);
    });
  }

  connect(): void {
    this.#parts.line.want(this);
  }

  async disconnect(): Promise<void> {
    this.#setState({ state: 'off', reason: '', nextTryAt: null });
    this.#mark(this.#points, bad(NOT_CONNECTED));
    await this.#parts.line.unwant(this);
  }

  setPoints(points: readonly Point[]): void {
    const known = new Set(this.#points);
    this.#points = points.filter((point) => point.access !== 'write');
    const filters = new Map<string, 0 | 1 | 2>();
    this.#byFilter = new Map();
    for (const point of this.#points) {
      const address = addressOf(point);
      if (address === null) continue;
      const filter = joinTopic(this.#parts.settings.baseTopic, address.topic);
      const qos = filters.get(filter) ?? 0;
      filters.set(filter, address.qos > qos ? address.qos : qos);
      this.#byFilter.set(filter, [...(this.#byFilter.get(filter) ?? []), { point, address }]);
    }
    this.#mark(this.#points.filter((point) => !known.has(point)), this.#parts.line.connection === null ? bad(NOT_CONNECTED) : bad('No message yet'));
    this.#parts.line.setFilters(this, filters);
  }

  diagnostics(): Diagnostics {
    const line = this.#parts.line.diagnostics();
    return {
      ...line,
      responses: this.#received,
      counters: [
        { label: 'Messages received', value: this.#received },
        { label: 'Retained messages', value: this.#retained },
        { label: 'Bad payloads', value: this.#badPayloads },
        ...line.counters.map(({ label, value }) => ({ label: `${label} (connection)`, value })),
      ],
      lastError: this.#lastError ?? line.lastError,
    };
  }

  roundTripMs(): number | null {
    return this.#parts.line.roundTrips.mean();
  }

  async close(): Promise<void> {
    this.#listener = null;
    await this.#parts.line.remove(this);
  }

  onConnecting(): void {
    if (this.#state === 'off') this.#setState({ state: 'connecting', reason: '', nextTryAt: null });
  }

  onConnected(): void {
    this.#mark(this.#points, bad('No message yet'));
    this.#setState({ state: 'connected', reason: '', nextTryAt: null });
  }

  onLost(trouble: Trouble, nextTryAt: Micros): void {
    const isOurs = trouble.kind === 'login' || trouble.kind === 'client-id' || trouble.kind === 'version' || trouble.kind === 'certificate' || trouble.kind === 'secret';
    this.#setState({ state: isOurs ? 'error' : 'lost', reason: trouble.message, nextTryAt });
    this.#mark(this.#points, bad(NOT_CONNECTED));
  }

  onRefused(filter: string, reason: string): void {
    this.#mark((this.#byFilter.get(filter) ?? []).map(({ point }) => point), bad(reason));
  }

  #take(filter: string, payload: Uint8Array, retained: boolean): void {
    const receivedTime = this.#parts.clock.nowMicros();
    this.#received += 1;
    if (retained) this.#retained += 1;
    const readings = (this.#byFilter.get(filter) ?? []).map(({ point, address }): Reading => {
      const { value, quality, sourceTime } = decodePayload(payload, address, point.dataType);
      if (quality.level === 'bad') {
        this.#badPayloads += 1;
        this.#lastError = { time: receivedTime, message: `${point.name}: ${quality.reason}` };
      }
      const flagged = retained ? { ...quality, flags: [...quality.flags, RETAINED] } : quality;
      return { pointId: point.id, value, raw: payload.length <= MAX_RAW ? new Uint8Array(payload) : null, quality: flagged, sourceTime, receivedTime };
    });
    if (readings.length > 0) this.#listener?.(readings);
  }

  #mark(points: readonly Point[], quality: Quality): void {
    if (points.length === 0) return;
    const receivedTime = this.#parts.clock.nowMicros();
    this.#listener?.(points.map(({ id }) => ({ pointId: id, value: null, raw: null, quality, sourceTime: null, receivedTime })));
  }

  #setState(state: DriverState): void {
    this.#state = state.state;
    this.#parts.context.onState(state);
  }
}
