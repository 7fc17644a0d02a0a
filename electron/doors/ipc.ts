import type { Gate } from './gate';
import { BatchPump } from './batch-pump';
import type { Session } from './session';
import type { Answer, ContractError } from '../../shared/contract/answer';

/**
 * The window's door, free of Electron: desktop/ipc.ts carries its arguments over ipcMain after it has checked the sender.
 * The session is the desktop's own; a window has no other.
 */
export class IpcDoor {
  constructor(
    private readonly gate: Gate,
    /** Null until it is known who sits there: then nothing is allowed. */
    private readonly session: Session | null,
  ) {}

  /** Answers a call; never rejects. */
  invoke(name: string, input: unknown, tenantId?: string): Promise<Answer<unknown>> {
    // A window that has gone cancels nothing: what it started is finished and recorded.
    return this.gate.call({ session: this.session, name, input, tenantId, signal: new AbortController().signal });
  }

  /**
   * Starts a subscription. `push` hands one payload to the window and resolves when it was taken; until then changes
   * gather as the newest state of each thing.
   * @returns an error, or a function that ends the subscription
   */
  subscribe(topic: string, filter: unknown, push: (payload: unknown) => Promise<void>, tenantId?: string): ContractError | (() => void) {
    const pump = new BatchPump();
    const opened = this.gate.subscribe(this.session, topic, filter, tenantId, () => pump.wake());
    if (!opened.ok) return opened.error;
    const { subscription } = opened;
    pump.start(async () => {
      const payload = subscription.take();
      if (payload !== undefined) await push(payload);
    });
    return () => {
      pump.stop();
      subscription.close();
    };
  }
}
