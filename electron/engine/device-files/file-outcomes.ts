import { ProcedureError, type ErrorCode } from '../../../shared/contract/answer';
import type { FileAnswer } from '../../protocols/protocol';
import type { AuditTrail } from '../../security/audit-trail';

type Failure = Extract<FileAnswer<unknown>, { readonly ok: false }>;

const CODES: Readonly<Record<Failure['outcome'], ErrorCode>> = {
  absent: 'not_found',
  refused: 'refused',
  unknown: 'refused',
  too_large: 'too_large',
  no_answer: 'no_answer',
  uncertain: 'no_answer',
  not_sent: 'unreachable',
  cancelled: 'cancelled',
};

/** @throws ProcedureError for an answer that is none */
export function valueOf<T>(answer: FileAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new ProcedureError(CODES[answer.outcome], answer.message);
}

/** The second line of a transfer in the audit trail: what became of it. The first was there before anything was sent. */
export async function recordedTransfer(audit: AuditTrail, entry: Omit<Parameters<AuditTrail['record']>[0], 'outcome' | 'message'>, answer: FileAnswer<unknown>): Promise<void> {
  await audit.record({ ...entry, outcome: answer.ok ? 'ok' : CODES[answer.outcome], message: answer.ok ? '' : answer.message });
}
