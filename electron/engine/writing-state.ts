import { MICROS_PER_MILLISECOND, type Micros } from '../../shared/domain/time';
import type { Clock } from '../protocols/protocol';

export interface Arming {
  readonly armed: boolean;
  readonly armedBy: string | null;
  readonly until: Micros | null;
}

const DISARMED: Arming = Object.freeze({ armed: false, armedBy: null, until: null });

/** Whether the screens of a tenant may write. Off at every start; on for some minutes at a time. */
export class WritingState {
  private arming: Arming = DISARMED;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {}

  get state(): Arming {
    return this.arming;
  }

  arm(user: string, minutes: number): Arming {
    const ms = minutes * 60_000;
    this.set({ armed: true, armedBy: user, until: this.clock.nowMicros() + ms * MICROS_PER_MILLISECOND });
    this.timer = setTimeout(() => this.disarm(), ms);
    this.timer.unref();
    return this.arming;
  }

  disarm(): Arming {
    this.set(DISARMED);
    return this.arming;
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private set(arming: Arming): void {
    this.close();
    this.arming = arming;
    this.onChange();
  }
}
