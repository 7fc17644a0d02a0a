import { statusWords } from './status-words';
import type { TaskFailure } from '../../stacks/dnp3';
import type { CommandResult } from '../protocol';

/**
 * What a command that did not go well came to.
 * @param select whether it was selected first
 * @param sent how many requests of the command went out
 */
export function commandFailure(failure: TaskFailure, select: boolean, sent: number, durationMs: number): CommandResult {
  const message = failure.message.replace(/ It may have been carried out\.$/, '').replace(/\.$/, '');
  switch (failure.kind) {
    case 'command': {
      const status = failure.statuses.find((each) => each !== 0) ?? 127;
      const { name, meaning, advice } = statusWords(status);
      return { outcome: 'refused', exception: `Command status ${status} ${name}, ${meaning}${select ? ` (at ${failure.stage})` : ''}`, durationMs, ...(advice === '' ? {} : { advice }) };
    }
    case 'refused':
    case 'authentication':
      return { outcome: 'refused', exception: message, durationMs };
    case 'cancelled':
      return { outcome: 'not_sent', message };
    case 'busy':
    case 'invalid':
      return sent > 1 ? { outcome: 'no_answer', message: `${message}.`, durationMs } : { outcome: 'not_sent', message: `${message}.` };
    default:
      break;
  }
  if (sent === 0) return { outcome: 'not_sent', message: `${message}.` };
  if (select && sent === 1) return { outcome: 'refused', exception: `The select was not answered as it must be, so nothing was operated. ${message}`, durationMs };
  return { outcome: 'no_answer', message: `${message}.`, durationMs };
}
