import { commandFields } from './command-octets';
import { commandOf } from './command-of';
import { consequencesOf } from './command-words';
import { lineLabel } from './line-settings';
import type { CommandSender } from './command-sender';
import type { DeviceSettings } from './device-settings';
import type { LineSettings } from './line-settings';
import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { CommandResult, PreparedCommand, WriteCapability } from '../protocol';

export interface DeviceWriteParts {
  readonly sender: CommandSender;
  readonly line: LineSettings;
  readonly settings: DeviceSettings;
}

/** Operates outputs by a value, once each, as the settings of point and device say. */
export class DeviceWrite implements WriteCapability {
  readonly #parts: DeviceWriteParts;

  constructor(parts: DeviceWriteParts) {
    this.#parts = parts;
  }

  prepare(point: Point, rawValue: Value): PreparedCommand {
    const { line, settings } = this.#parts;
    const made = commandOf(point, rawValue, settings);
    if ('problem' in made) return { ok: false, problem: made.problem };
    const shown = commandFields(made);
    if ('problem' in shown) return { ok: false, problem: shown.problem };
    return {
      ok: true,
      operation: `${made.mode === 'direct' ? 'Direct operate' : 'Select before operate'}: ${made.title}`,
      connection: connectionOf(line, settings),
      octets: shown.fields,
      raw: shown.raw,
      consequences: consequencesOf(made),
    };
  }

  async execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    const { sender, settings } = this.#parts;
    const made = commandOf(point, rawValue, settings);
    return 'problem' in made ? { outcome: 'not_sent', message: made.problem } : sender.send(made, { signal, onSelected: () => undefined });
  }
}

export function connectionOf(line: LineSettings, { outstationAddress, masterAddress }: DeviceSettings): string {
  return `DNP3 ${lineLabel(line)}, master ${masterAddress} to outstation ${outstationAddress}`;
}
