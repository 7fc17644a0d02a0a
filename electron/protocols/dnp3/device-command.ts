import { ANALOG_FIELDS, analogOf, CROB_FIELDS, crobOf, formOptions, modeOf, MODE_TITLES } from './command-options';
import { commandFields } from './command-octets';
import { chosenCommand } from './command-of';
import { consequencesOf } from './command-words';
import { connectionOf } from './device-write';
import { addressOf } from './point-address';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { CommandCapability, CommandResult, CommandWatch, PreparedOutput, SelectedOutput } from '../protocol';
import type { DeviceWriteParts } from './device-write';

/** Outputs commanded with every field chosen: control relay output blocks, analog output blocks by variation. */
export class DeviceCommand implements CommandCapability {
  readonly #parts: DeviceWriteParts;

  constructor(parts: DeviceWriteParts) {
    this.#parts = parts;
  }

  form(point: Point): ReturnType<CommandCapability['form']> {
    const address = addressOf(point);
    if (address === null) return null;
    const mode = modeOf(address, this.#parts.settings);
    if (address.type === 'binary-output') return { takesValue: false, fields: [...CROB_FIELDS], options: formOptions(crobOf(address, true, mode)) };
    return address.type === 'analog-output' ? { takesValue: true, fields: [...ANALOG_FIELDS], options: formOptions(analogOf(address, point, mode)) } : null;
  }

  isFeedbackOf(point: Point, other: Point): boolean {
    const address = addressOf(point);
    const shown = addressOf(other);
    return address !== null && shown !== null && other.access !== 'write' && address.type === shown.type && address.index === shown.index;
  }

  prepare(point: Point, rawValue: Value, options: Opaque): PreparedOutput {
    const { line, settings } = this.#parts;
    const made = chosenCommand(point, rawValue, options);
    if ('problem' in made) return { ok: false, problem: made.problem };
    const shown = commandFields(made);
    if ('problem' in shown) return { ok: false, problem: shown.problem };
    return {
      ok: true,
      operation: `${MODE_TITLES[made.mode]}: ${made.whole}`,
      connection: connectionOf(line, settings),
      octets: shown.fields,
      consequences: consequencesOf(made),
      twoSteps: made.mode === 'two-steps',
      expected: made.expected,
    };
  }

  async execute(point: Point, rawValue: Value, options: Opaque, watch: CommandWatch): Promise<CommandResult> {
    const made = chosenCommand(point, rawValue, options);
    return 'problem' in made ? { outcome: 'not_sent', message: made.problem } : this.#parts.sender.send(made, watch);
  }

  async select(point: Point, rawValue: Value, options: Opaque, watch: CommandWatch): Promise<CommandResult | SelectedOutput> {
    const made = chosenCommand(point, rawValue, options);
    return 'problem' in made ? { outcome: 'not_sent', message: made.problem } : this.#parts.sender.select(made, watch);
  }
}
