import type { AuditNotes, Call, CheckedCall, ContractEngine, EventSubscription, Refusal } from './contract-engine';
import { maySee, type Session } from './session';
import { isProcedureName, procedures, type ProcedureName } from '../../shared/contract';
import { ProcedureError, type Answer, type ContractError, type ErrorCode } from '../../shared/contract/answer';
import { eventTopics, topicNameSchema } from '../../shared/contract/events';
import { isNestedDeeper, MOST_INPUT_LEVELS } from '../../shared/domain/nesting';

export interface GateOptions {
  /** Longest time that a call may take, milliseconds. */
  readonly callTimeoutMs: number;
}

export interface Request {
  /** Null: the door could not tell who is asking. */
  readonly session: Session | null;
  readonly name: string;
  readonly input: unknown;
  readonly tenantId: string | undefined;
  /** Ends when the caller has gone. */
  readonly signal: AbortSignal;
}

/**
 * The one way to the engine: every door comes through here, so that nothing is reachable by one door and unprotected
 * there. In this order: who is asking, is there such a procedure, may they, which tenant, is the input right; then the
 * call, and the entry in the audit trail where the contract asks for one. Permission comes before the input, so that
 * nobody learns from error messages about what they may not do.
 */
export class Gate {
  constructor(
    private readonly engine: ContractEngine,
    private readonly options: GateOptions = { callTimeoutMs: 120_000 },
  ) {}

  /** Answers a call; never rejects. */
  async call(request: Request): Promise<Answer<unknown>> {
    const { session, name } = request;
    if (session === null) return refusal('unauthenticated', 'An access token is needed.');
    if (!isProcedureName(name)) return refusal('not_found', `There is no procedure ${quote(name)}.`);
    if (!session.permissions.has(procedures[name].permission)) return refusal('forbidden', `${name} needs the permission "${procedures[name].permission}".`);
    const tenantId = this.tenant(session, request.tenantId);
    if (tenantId === null) return refusal('not_found', 'There is no such tenant.');
    const checked = this.check(name, request.input ?? {});
    const call: Call = { session, tenantId, signal: request.signal, audit: this.notes(name, session, tenantId, request.input) };
    const answer = checked.ok ? await this.run(name, checked, call) : badFields(checked.fields);
    if (!procedures[name].audited) return answer;
    return this.audited(name, request.input, call, answer);
  }

  /** Starts a subscription; `onPending` is called whenever there is something to take. */
  subscribe(session: Session | null, topic: string, filter: unknown, tenantId: string | undefined, onPending: () => void): { ok: true; subscription: EventSubscription } | Refusal {
    if (session === null) return refusal('unauthenticated', 'An access token is needed.');
    const name = topicNameSchema.safeParse(topic);
    if (!name.success) return refusal('not_found', `There is no topic ${quote(topic)}.`);
    const { permission } = eventTopics[name.data];
    if (!session.permissions.has(permission)) return refusal('forbidden', `The topic ${name.data} needs the permission "${permission}".`);
    const tenant = this.tenant(session, tenantId);
    if (tenant === null) return refusal('not_found', 'There is no such tenant.');
    if (isNestedDeeper(filter, MOST_INPUT_LEVELS)) return badFields([TOO_DEEP]);
    const opened = this.engine.subscribe(name.data, filter ?? {}, tenant, onPending);
    return opened.ok ? opened : badFields(opened.fields);
  }

  /** A schema follows an input as deep as it goes: what is nested too deep would overflow its stack. */
  private check(name: ProcedureName, input: unknown): CheckedCall {
    if (isNestedDeeper(input, MOST_INPUT_LEVELS)) return { ok: false, fields: [TOO_DEEP] };
    try {
      return this.engine.check(name, input);
    } catch (cause) {
      return { ok: true, run: () => Promise.reject(cause) };
    }
  }

  private tenant(session: Session, asked: string | undefined): string | null {
    const tenantId = asked ?? session.homeTenantId;
    return maySee(session, tenantId) && this.engine.tenantExists(tenantId) ? tenantId : null;
  }

  private notes(name: ProcedureName, session: Session, tenantId: string, input: unknown): AuditNotes {
    const notes: AuditNotes = {
      target: '',
      writes: [],
      announce: (writes) => this.engine.announce(tenantId, { name, session, input, target: notes.target, writes }),
    };
    return notes;
  }

  private async run(name: ProcedureName, checked: CheckedCall & { ok: true }, call: Call): Promise<Answer<unknown>> {
    const limit = AbortSignal.timeout(this.options.callTimeoutMs);
    const signal = AbortSignal.any([call.signal, limit]);
    try {
      const value = await untilAborted(checked.run({ ...call, signal }), limit);
      return { ok: true, value };
    } catch (cause) {
      if (cause instanceof ProcedureError) return this.told(name, cause, call.tenantId);
      if (limit.aborted) return refusal('timeout', `${name} took longer than ${this.options.callTimeoutMs / 1000} s and was given up.`);
      if (signal.aborted) return refusal('cancelled', `${name} was cancelled.`);
      const errorId = this.engine.reportUnknown(name, cause, call.tenantId);
      return { ok: false, error: { code: 'internal', message: `${name} failed inside the product. The log has the cause under ${errorId}.`, details: {}, errorId } };
    }
  }

  /** An outcome in plain words; where it has a cause in the words of the system, the log keeps that. */
  private told(name: ProcedureName, { code, message, details, cause }: ProcedureError, tenantId: string | null): Refusal {
    const answer = refusal(code, message, details);
    return cause === undefined ? answer : { ok: false, error: { ...answer.error, errorId: this.engine.reportUnknown(name, cause, tenantId) } };
  }

  /** What cannot be recorded has still happened: the answer stands, and the log says what the audit trail lacks. */
  private async audited(name: ProcedureName, input: unknown, { session, tenantId, audit }: Call, answer: Answer<unknown>): Promise<Answer<unknown>> {
    try {
      await this.engine.audit(tenantId, { name, session, input, notes: audit, outcome: answer.ok ? 'ok' : answer.error.code, message: answer.ok ? '' : answer.error.message });
    } catch (cause) {
      this.engine.reportUnknown(`The audit entry of ${name}`, cause, tenantId);
    }
    return answer;
  }
}

const TOO_DEEP = { path: '', message: `is nested more than ${MOST_INPUT_LEVELS} levels deep` };

/** Rejects when the limit ends first; the call itself is told by its signal. */
function untilAborted<T>(work: Promise<T>, limit: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new Error('took too long'));
    limit.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => limit.removeEventListener('abort', onAbort));
  });
}

function badFields(fields: readonly { path: string; message: string }[]): Refusal {
  const named = fields.slice(0, 5).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const more = fields.length > named.length ? ` and ${fields.length - named.length} more` : '';
  return refusal('bad_input', `The input does not fit: ${named.join('; ')}${more}.`, { fields: [...fields] });
}

/** An error as it crosses a boundary. */
export function refusal(code: ErrorCode, message: string, details: ContractError['details'] = {}): Refusal {
  return { ok: false, error: { code, message, details, errorId: null } };
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
