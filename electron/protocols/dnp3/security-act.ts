import { CHANGE_UPDATE_KEY, FIND_UPDATE_KEY, updateKeyValuesSchema } from './security-actions';
import type { ActionRequest, ActionResult } from '../../../shared/contract/device-actions';
import type { ActCapability, Clock } from '../protocol';
import type { ActionAnswer } from './action-outcome';
import type { UpdateKeyExchange } from './update-key-exchange';

export interface SecurityActParts {
  readonly exchange: UpdateKeyExchange;
  readonly clock: Clock;
  readonly isConnected: () => boolean;
  /** What every other action is done by. */
  readonly others: ActCapability;
}

/** What is done by hand about secure authentication; everything else is handed on. */
export class SecurityAct implements ActCapability {
  readonly #parts: SecurityActParts;
  #busy = false;

  constructor(parts: SecurityActParts) {
    this.#parts = parts;
  }

  async run(request: ActionRequest, signal: AbortSignal): Promise<ActionResult> {
    const { clock, others } = this.#parts;
    if (request.action !== CHANGE_UPDATE_KEY && request.action !== FIND_UPDATE_KEY) return others.run(request, signal);
    const began = clock.monotonicMs();
    const { outcome, message, rows = [], suggestions = [] } = await this.#alone(request, signal);
    return { outcome, message, rows: [...rows], suggestions: [...suggestions], durationMs: clock.monotonicMs() - began, time: clock.nowMicros() };
  }

  /** One at a time: two would take each other's keys for their own. */
  async #alone(request: ActionRequest, signal: AbortSignal): Promise<ActionAnswer> {
    if (this.#busy) return { outcome: 'not_sent', message: 'A change or a trial of update keys is under way' };
    if (!this.#parts.isConnected()) return { outcome: 'not_sent', message: 'The line to the outstation is not open' };
    this.#busy = true;
    try {
      return await this.#do(request, signal);
    } finally {
      this.#busy = false;
    }
  }

  #do({ action, values }: ActionRequest, signal: AbortSignal): Promise<ActionAnswer> {
    const { exchange } = this.#parts;
    if (action === FIND_UPDATE_KEY) return exchange.find(signal);
    const parsed = updateKeyValuesSchema.safeParse(values);
    if (parsed.success) return exchange.change(parsed.data, signal);
    return Promise.resolve({ outcome: 'not_sent', message: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ') });
  }
}
