import { ALL_ATTRIBUTES, attributeName, attributeValue, header, read } from '../../stacks/dnp3';
import { hexWords } from '../../../shared/domain/value';
import { runTask } from './session-task';
import type { Dnp3Line, MasterSession, Report, TaskOutcome } from '../../stacks/dnp3';
import type { Identification } from '../../../shared/contract/device-requests';
import type { Clock, IdentifyCapability } from '../protocol';

export interface DeviceIdentifyParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly clock: Clock;
  readonly isConnected: () => boolean;
}

const TITLE = 'Device attributes (group 0)';

/** Reads the device attributes of set 0. */
export class DeviceIdentify implements IdentifyCapability {
  readonly #parts: DeviceIdentifyParts;
  readonly #waiting = new Set<Map<number, string>>();

  constructor(parts: DeviceIdentifyParts) {
    this.#parts = parts;
  }

  /** Every report of the session goes through here. */
  take(reports: readonly Report[]): void {
    if (this.#waiting.size === 0) return;
    for (const { group, variation, value } of reports) {
      if (group !== 0 || variation >= ALL_ATTRIBUTES) continue;
      for (const found of this.#waiting) found.set(variation, textOf(attributeValue(value)));
    }
  }

  async read(signal: AbortSignal): Promise<Identification> {
    const { session, channel, clock, isConnected } = this.#parts;
    const found = new Map<number, string>();
    this.#waiting.add(found);
    const outcome = isConnected() ? await runTask(session, channel, signal, (done) => read([header(0, ALL_ATTRIBUTES, { kind: 'range', size: 1, start: 0, stop: 0 })], done, { name: 'device attributes' })) : null;
    this.#waiting.delete(found);
    // The names that people look for first: maker, product, serial number.
    const rows = [...found].sort(([one], [other]) => other - one).map(([variation, value]) => ({ label: labelOf(variation), value }));
    return { time: clock.nowMicros(), sections: [{ title: TITLE, rows, problem: rows.length > 0 ? '' : problemOf(outcome) }] };
  }
}

function problemOf(outcome: TaskOutcome | null): string {
  if (outcome === null) return 'not connected';
  if (outcome.ok) return 'it has none';
  return outcome.failure.kind === 'refused' ? 'the outstation does not offer them' : outcome.failure.message.replace(/\.$/, '');
}

function labelOf(variation: number): string {
  const name = attributeName(variation);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function textOf(value: string | number | Uint8Array): string {
  return typeof value === 'object' ? hexWords(value) : String(value);
}
