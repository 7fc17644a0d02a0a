import type { LineUser } from './request-queue';

/** When the next request may be sent: after the line's own pause, and after the one that its user asks for. */
export class Pacing {
  readonly #resume: () => void;
  readonly #users = new WeakMap<LineUser, number>();
  #lineMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #wakesMs = Number.POSITIVE_INFINITY;
  /** The earliest end of a user's pause that was in the way at the last look. */
  #heldUntilMs = Number.POSITIVE_INFINITY;

  /** `resume` is called when a pause that was in the way has ended. */
  constructor(resume: () => void) {
    this.#resume = resume;
  }

  /** Nothing is sent before this time. */
  holdLine(untilMs: number): void {
    this.#lineMs = Math.max(this.#lineMs, untilMs);
  }

  /** Nothing is sent for this user before this time. */
  holdUser(user: LineUser, untilMs: number): void {
    this.#users.set(user, untilMs);
  }

  /** Whether the line rests at this time; then `resume` is called when it has ended. */
  lineRests(nowMs: number): boolean {
    if (nowMs >= this.#lineMs) return false;
    this.#wakeAt(this.#lineMs, nowMs);
    return true;
  }

  userRests(user: LineUser, nowMs: number): boolean {
    const until = this.#users.get(user) ?? 0;
    if (nowMs >= until) return false;
    this.#heldUntilMs = Math.min(this.#heldUntilMs, until);
    return true;
  }

  /** After a look that found nothing to send: has `resume` called when the first user that was in the way has rested. */
  wakeForUsers(nowMs: number): void {
    if (this.#heldUntilMs !== Number.POSITIVE_INFINITY) this.#wakeAt(this.#heldUntilMs, nowMs);
    this.#heldUntilMs = Number.POSITIVE_INFINITY;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#wakesMs = Number.POSITIVE_INFINITY;
  }

  #wakeAt(atMs: number, nowMs: number): void {
    if (this.#wakesMs <= atMs) return;
    clearTimeout(this.#timer);
    this.#wakesMs = atMs;
    this.#timer = setTimeout(() => {
      this.#wakesMs = Number.POSITIVE_INFINITY;
      this.#resume();
    }, Math.max(1, Math.ceil(atMs - nowMs)));
  }
}
