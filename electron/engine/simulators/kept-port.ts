import type { SimulatorStatus } from '../../../shared/contract/simulators';
import type { SimulatorPort } from '../../../shared/domain/simulator';
import type { ServedClientState, ServedFrameListener, Server, ServerHost } from '../../protocols/protocol';

type State = SimulatorStatus['ports'][number]['state'];

export interface KeptPortContext {
  onChange(): void;
  readonly onFrame: ServedFrameListener;
  /** It could not be opened, or was lost: in plain words. */
  onTrouble(reason: string): void;
}

const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30_000;

/** One port of a running simulator: opened, and opened again where it could not be or was lost. */
export class KeptPort {
  private server: Server | null = null;
  private state: State = 'opening';
  private reason = '';
  private retry: NodeJS.Timeout | null = null;
  private retryMs = FIRST_RETRY_MS;
  private closed = false;
  private work: Promise<void> = Promise.resolve();

  constructor(
    readonly port: SimulatorPort,
    private readonly host: ServerHost,
    private readonly context: KeptPortContext,
  ) {}

  /** Resolves when the first attempt is over; what failed is tried again later. */
  start(): Promise<void> {
    this.work = this.work.then(() => this.open());
    return this.work;
  }

  status(): SimulatorStatus['ports'][number] {
    return { portId: this.port.id, state: this.state, address: this.server?.address ?? '', reason: this.reason };
  }

  clients(): ServedClientState[] {
    return this.server?.clients() ?? [];
  }

  /** Resolves when nothing listens any more. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    await this.work;
    const { server } = this;
    this.server = null;
    this.state = 'closed';
    await server?.close();
  }

  private async open(): Promise<void> {
    if (this.closed) return;
    this.to('opening', this.reason);
    try {
      this.server = await this.host.open(this.port.settings, (reason) => this.lost(reason), this.context.onFrame);
      this.retryMs = FIRST_RETRY_MS;
      this.to('open', '');
    } catch (cause) {
      this.failed(cause instanceof Error ? cause.message : String(cause));
    }
  }

  private lost(reason: string): void {
    if (this.closed) return;
    const { server } = this;
    this.server = null;
    this.work = this.work.then(() => server?.close()).catch(() => undefined);
    this.failed(reason);
  }

  private failed(reason: string): void {
    // Told once for the same trouble, not at every attempt.
    if (this.reason !== reason) this.context.onTrouble(reason);
    this.to('failed', reason);
    if (this.closed) return;
    this.retry = setTimeout(() => {
      void this.start();
    }, this.retryMs);
    this.retry.unref();
    this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs * 2);
  }

  private to(state: State, reason: string): void {
    this.state = state;
    this.reason = reason;
    this.context.onChange();
  }
}
