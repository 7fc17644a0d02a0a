import type { PreparedWrite } from '../../../shared/contract/points';
import type { WireSample } from '../../../shared/domain/sample';
import { sameOctets } from './write-model';
import type { TypedValue } from './write-model';

/** What decides whether the write button is on. */
export interface WriteGate {
  readonly armed: boolean;
  readonly typed: TypedValue;
  /** What the engine says the value would send; null while it is being asked. */
  readonly prepared: PreparedWrite | null;
  /** The old value that the person has seen and taken for granted. */
  readonly seen: WireSample | undefined;
  /** The value now. */
  readonly now: WireSample | undefined;
}

/** True when the old value is no longer the one that the person has seen: it must be asked again. */
export function oldValueChanged(seen: WireSample | undefined, now: WireSample | undefined): boolean {
  if (now === undefined || now.quality.level === 'bad') return false;
  if (seen === undefined || seen.quality.level === 'bad') return true;
  if (seen.raw !== null && now.raw !== null) return !sameOctets(seen.raw, now.raw);
  return seen.value !== now.value;
}

/** Why the value can't be written now, in plain words; empty when it can. */
export function offReason(gate: WriteGate): string {
  if (!gate.armed) return 'Read-only is on. Arm writing first.';
  if ('problem' in gate.typed) return gate.typed.problem;
  if (gate.prepared === null) return 'The octets are being made up.';
  if (gate.prepared.problem !== '') return gate.prepared.problem;
  if (oldValueChanged(gate.seen, gate.now)) return 'The old value has changed. Look at it and take it as the old value first.';
  if (isEqual(gate)) return 'The new value equals the old one.';
  return '';
}

function isEqual({ typed, prepared, seen }: WriteGate): boolean {
  if (seen === undefined || seen.quality.level === 'bad' || 'problem' in typed) return false;
  if (seen.raw !== null && prepared !== null && prepared.newRaw !== '') return sameOctets(seen.raw, prepared.newRaw);
  return seen.value === typed.value;
}
