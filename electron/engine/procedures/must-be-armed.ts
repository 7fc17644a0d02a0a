import { ProcedureError } from '../../../shared/contract/answer';
import type { Call } from '../../doors/contract-engine';
import type { Services } from '../services';

/** To be asked before anything is written to a device: from the screens writing must be armed. @throws ProcedureError `conflict` */
export function mustBeArmed({ tenant }: Services, call: Call): void {
  if (call.session.kind === 'token' || tenant(call).writing.state.armed) return;
  throw new ProcedureError('conflict', 'Writing is not armed. Arm it first; it is read-only until then.', { reason: 'not_armed' });
}
