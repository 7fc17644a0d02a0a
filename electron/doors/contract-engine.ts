import type { FieldErrors } from './field-errors';
import type { Session } from './session';
import type { ProcedureName } from '../../shared/contract';
import type { ContractError } from '../../shared/contract/answer';
import type { TopicName } from '../../shared/contract/events';
import type { WireValue } from '../../shared/domain/value';

/** The circumstances of one call, after the gate has let it through. */
export interface Call {
  readonly session: Session;
  readonly tenantId: string;
  /** Ends when the caller has gone or the call took too long. */
  readonly signal: AbortSignal;
  /** What the audit entry says besides the input; filled in by the procedure. */
  readonly audit: AuditNotes;
}

/** A value that a call wrote to a device. */
export interface WriteNote {
  /** The id under which it was announced. */
  readonly command: string;
  readonly pointId: string;
  readonly oldValue: WireValue;
  readonly newValue: WireValue;
  readonly outcome: string;
}

export interface AuditNotes {
  /** What it concerned, in words: a device's label. */
  target: string;
  readonly writes: WriteNote[];
  /**
   * To be awaited before anything is sent to a device: what shall be written is on the disk then, so that the trail knows of it
   * even where the process dies before the device has answered. Rejects where it can't be recorded; nothing may be sent then.
   */
  readonly announce: (writes: readonly Omit<WriteNote, 'outcome'>[]) => Promise<void>;
}

export type CheckedCall = { readonly ok: true; run(call: Call): Promise<unknown> } | { readonly ok: false; readonly fields: FieldErrors };

/** What is recorded of an audited call. */
export interface AuditedCall {
  readonly name: ProcedureName;
  readonly session: Session;
  readonly notes: Pick<AuditNotes, 'target' | 'writes'>;
  readonly input: unknown;
  /** `ok` or the code of the error. */
  readonly outcome: string;
  readonly message: string;
}

/** What is recorded before a call writes to a device. */
export interface AnnouncedWrites extends Pick<AuditedCall, 'name' | 'session' | 'input'> {
  readonly target: string;
  readonly writes: readonly Omit<WriteNote, 'outcome'>[];
}

/** One subscription: what waits for the reader is kept by its source, the newest state of each thing. */
export interface EventSubscription {
  /** What has changed since the last time; undefined when nothing has. */
  readonly take: () => unknown;
  readonly close: () => void;
}

/** The engine as the doors know it. */
export interface ContractEngine {
  tenantExists(tenantId: string): boolean;
  /** Validates an input against the procedure's schema. */
  check(name: ProcedureName, input: unknown): CheckedCall;
  audit(tenantId: string, call: AuditedCall): Promise<void>;
  /** Records what is about to be written to a device. @throws ProcedureError where it can't be recorded */
  announce(tenantId: string, call: AnnouncedWrites): Promise<void>;
  /** Writes the cause of an unknown error to the log and gives the id under which it stands there. */
  reportUnknown(what: string, cause: unknown, tenantId: string | null): string;
  /** `onPending` is called when there is something to take; at once where there is a present state. */
  subscribe(topic: TopicName, filter: unknown, tenantId: string, onPending: () => void): { ok: true; subscription: EventSubscription } | { ok: false; fields: FieldErrors };
}

export type Refusal = { readonly ok: false; readonly error: ContractError };
