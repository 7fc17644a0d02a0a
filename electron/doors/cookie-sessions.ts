import { createHash, randomBytes } from 'node:crypto';
import type { Session } from './session';

/** A browser's session ends after so long, whatever it does. */
export const SESSION_LIFE_MS = 12 * 3_600_000;
const MOST_SESSIONS = 1000;

interface Entry {
  readonly session: Session;
  readonly endsAt: number;
}

/** Sessions of browsers by the secret in their cookie; kept in memory and by hash, so a restart ends them. */
export class CookieSessions {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** Opens a session and gives the cookie's value. The oldest gives way when there are a thousand. */
  open(session: Session): string {
    const [oldest] = this.entries.keys();
    if (this.entries.size >= MOST_SESSIONS && oldest !== undefined) this.entries.delete(oldest);
    const secret = randomBytes(32).toString('base64url');
    this.entries.set(digest(secret), { session: { ...session, kind: 'browser' }, endsAt: this.nowMs() + SESSION_LIFE_MS });
    return secret;
  }

  find(secret: string | undefined): Session | null {
    if (secret === undefined || secret === '') return null;
    const key = digest(secret);
    const entry = this.entries.get(key);
    if (!entry) return null;
    if (entry.endsAt > this.nowMs()) return entry.session;
    this.entries.delete(key);
    return null;
  }

  end(secret: string | undefined): void {
    if (secret !== undefined) this.entries.delete(digest(secret));
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
