import { Gate } from '../../electron/doors/gate';
import type { Session } from '../../electron/doors/session';
import type { Engine } from '../../electron/engine/engine';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract';
import type { Answer } from '../../shared/contract/answer';

export interface Caller {
  /** Calls a procedure and gives its value; throws with the error's words when there is none. */
  call<N extends ProcedureName>(name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>>;
  /** The answer as it is. */
  answer<N extends ProcedureName>(name: N, input: ProcedureInput<N>): Promise<Answer<unknown>>;
}

/** Calls the engine through the gate, as a session of one tenant. */
export function callerOf(engine: Engine, session: Session = engine.desktopSession('tester'), tenantId?: string): Caller {
  const gate = new Gate(engine);
  const answer = (name: string, input: unknown): Promise<Answer<unknown>> => gate.call({ session, name, input, tenantId, signal: new AbortController().signal });
  return {
    answer,
    call: async <N extends ProcedureName>(name: N, input: ProcedureInput<N>) => {
      const given = await answer(name, input);
      if (!given.ok) throw new Error(`${name}: ${given.error.code}: ${given.error.message}`);
      return given.value as ProcedureOutput<N>;
    },
  };
}
