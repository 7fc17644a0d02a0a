import { durationText } from '../../../shared/domain/duration-text';
import { encodePayload, MAX_PAYLOAD } from './payload';
import { hostAndPort } from '../../io/host-and-port';
import { addressOf, pointProblem, publishTopicOf } from './point-address';
import { publishFields } from './publish-packet';
import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { Clock, CommandResult, PreparedCommand, WriteCapability } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineView } from './line-view';
import type { Publish } from './publish-packet';

/** Writes values by publishing them, once each. */
export class DeviceWrite implements WriteCapability {
  readonly #line: LineView;
  readonly #settings: DeviceSettings;
  readonly #clock: Clock;

  constructor(line: LineView, settings: DeviceSettings, clock: Clock) {
    this.#line = line;
    this.#settings = settings;
    this.#clock = clock;
  }

  prepare(point: Point, rawValue: Value): PreparedCommand {
    const command = this.#commandOf(point, rawValue);
    if ('problem' in command) return { ok: false, problem: command.problem };
    const { topic, qos, retain, payload } = command;
    const consequences = [
      qos === 0 ? 'QoS 0: the broker does not acknowledge it, so nobody knows whether it arrived.' : 'The broker acknowledges it; whether a device acts on it shows only in what it publishes.',
      ...(retain ? [`The broker keeps it for everybody who subscribes to ${topic} later.`] : []),
    ];
    return { ok: true, operation: 'PUBLISH', connection: `mqtt ${hostAndPort(this.#line.settings)}`, octets: publishFields(command), raw: payload, consequences };
  }

  async execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    const command = this.#commandOf(point, rawValue);
    if ('problem' in command) return { outcome: 'not_sent', message: command.problem };
    const { connection } = this.#line;
    if (connection === null) return { outcome: 'not_sent', message: `There is no connection to ${hostAndPort(this.#line.settings)}` };
    if (signal.aborted) return { outcome: 'not_sent', message: 'Cancelled' };
    const began = this.#clock.monotonicMs();
    const { writeTimeoutMs } = this.#settings;
    this.#line.notePublished();
    const outcome = await connection.publish(command.topic, command.payload, command.qos, command.retain, AbortSignal.any([signal, AbortSignal.timeout(writeTimeoutMs)]));
    const durationMs = this.#clock.monotonicMs() - began;
    if (outcome.kind === 'accepted') return { outcome: 'accepted', durationMs };
    if (outcome.kind === 'refused') return { outcome: 'refused', exception: outcome.reason, durationMs };
    return { outcome: 'no_answer', message: `The broker did not acknowledge within ${durationText(writeTimeoutMs)}, or the connection was lost. It may have been carried out`, durationMs };
  }

  #commandOf(point: Point, rawValue: Value): Publish | { readonly problem: string } {
    const address = addressOf(point);
    const problem = pointProblem(point);
    if (address === null || problem !== null) return { problem: problem ?? 'The address is not one of MQTT' };
    if (point.access === 'read') return { problem: `${point.name} is read only` };
    if (rawValue === null) return { problem: 'There is no value to write' };
    const payload = encodePayload(rawValue, address);
    if (payload.length > MAX_PAYLOAD) return { problem: `The payload would have ${String(payload.length)} octets; ${String(MAX_PAYLOAD)} are the most` };
    return { topic: publishTopicOf(address, this.#settings.baseTopic), payload, qos: address.qos, retain: address.publishRetain, version: this.#line.settings.version };
  }
}
