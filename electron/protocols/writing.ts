import type { CommandForm } from '../../shared/contract/commands';
import type { OctetField } from '../../shared/contract/points';
import type { Opaque, Point } from '../../shared/domain/point';
import type { Value } from '../../shared/domain/value';

export interface WriteCapability {
  /** What writing a raw value would send. Pure: nothing is sent. `current`: the point's last octets, where known. */
  prepare(point: Point, rawValue: Value, current: Uint8Array | null): PreparedCommand;
  /** Sends it once, ahead of polls. Never repeated by a retry unless the protocol makes that safe. */
  execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult>;
}

export type PreparedCommand =
  | {
      readonly ok: true;
      readonly operation: string;
      readonly connection: string;
      readonly octets: readonly OctetField[];
      /** The new value's octets. */
      readonly raw: Uint8Array;
      readonly consequences: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

export type CommandResult =
  /** `unacknowledged`: it was sent, and nobody says whether it arrived. */
  | { readonly outcome: 'accepted'; readonly durationMs: number; readonly unacknowledged?: true }
  /** `advice`: what a person does about it, a sentence without its point. */
  | { readonly outcome: 'refused'; readonly exception: string; readonly durationMs: number; readonly advice?: string }
  /** It may have been carried out. */
  | { readonly outcome: 'no_answer'; readonly message: string; readonly durationMs: number }
  | { readonly outcome: 'not_sent'; readonly message: string };

/** For protocols whose commands are more than a value: what to do for how long, asked first or at once. */
export interface CommandCapability {
  /** Null for a point of which nothing can be chosen. Pure. */
  form(point: Point): Omit<CommandForm, 'feedbackPointId'> | null;
  /** Whether this other point of the device shows what came of commands to the point. Pure. */
  isFeedbackOf(point: Point, other: Point): boolean;
  /** What it would send. `rawValue` counts only where the form takes a value. Pure. */
  prepare(point: Point, rawValue: Value, options: Opaque): PreparedOutput;
  /** Sends it once, ahead of polls, whole. Never rejects. */
  execute(point: Point, rawValue: Value, options: Opaque, watch: CommandWatch): Promise<CommandResult>;
  /** The first of two steps. Nothing else is asked of the device until the second, or until the selection ends. Never rejects. */
  select(point: Point, rawValue: Value, options: Opaque, watch: CommandWatch): Promise<CommandResult | SelectedOutput>;
}

export interface CommandWatch {
  readonly signal: AbortSignal;
  /** The device has agreed to it (select) and is now told to do it. */
  onSelected(): void;
}

/** An output that waits for its second step. */
export interface SelectedOutput {
  readonly outcome: 'selected';
  readonly durationMs: number;
  /** How long it may be operated from now on, milliseconds. */
  readonly holdsMs: number;
  /** Operates it, once. Never rejects. */
  operate(): Promise<CommandResult>;
  cancel(): void;
  /** Resolves when it is no longer selected for another reason than these two: the time is up, the connection is lost. */
  readonly lapsed: Promise<string>;
}

export type PreparedOutput =
  | {
      readonly ok: true;
      /** With everything that was chosen: it is what the audit trail says. */
      readonly operation: string;
      readonly connection: string;
      readonly octets: readonly OctetField[];
      readonly consequences: readonly string[];
      readonly twoSteps: boolean;
      /** The raw value that the feedback should show; null where only a change can be told. */
      readonly expected: Value;
    }
  | { readonly ok: false; readonly problem: string };
