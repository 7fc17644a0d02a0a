import { MAX_BATCHES_PER_SECOND } from '../../shared/contract/messages';

const GAP_MS = Math.ceil(1000 / MAX_BATCHES_PER_SECOND);

/**
 * Lets batches out at most 30 times a second, one at a time: the next one waits until the last was taken. Waking it is
 * cheap and may be done for every sample.
 */
export class BatchPump {
  private send: (() => Promise<void>) | null = null;
  private timer: NodeJS.Timeout | null = null;
  private sending = false;
  private pending = false;
  private stopped = false;

  /** `send` takes what is there and resolves when the reader has room again. Its failure ends the pump. */
  start(send: () => Promise<void>): void {
    this.send = send;
    if (this.pending) this.schedule(0);
  }

  /** There is something to send. */
  wake(): void {
    this.pending = true;
    if (this.timer === null && !this.sending) this.schedule(0);
  }

  stop(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private schedule(delayMs: number): void {
    if (this.stopped || this.send === null || this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.sendOne();
    }, delayMs);
  }

  private async sendOne(): Promise<void> {
    if (this.stopped || !this.pending || this.send === null) return;
    this.pending = false;
    this.sending = true;
    try {
      await this.send();
    } catch {
      // The reader has gone; whoever owns the pump hears of it by its own connection.
      this.stop();
    } finally {
      this.sending = false;
    }
    this.schedule(GAP_MS);
  }
}
