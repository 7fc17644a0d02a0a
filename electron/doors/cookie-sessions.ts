import { createHash, randomBytes } from 'node:crypto';
import type { KeptSession } from '../security/session-file';
import type { Session } from './session';

/** A browser's session ends after so long, whatever it does. */
export const SESSION_LIFE_MS = 12 * 3_600_000;
const MOST_SESSIONS = 1000;

interface Entry {
  readonly session: Session;
  readonly endsAt: number;
}

/** Where sessions are kept over a restart. */
export interface SessionKeeper {
  readonly kept: readonly KeptSession[];
  keep(sessions: readonly KeptSession[]): void;
}

/** Sessions of browsers by the secret in their cookie, which is held as a hash only. */
export class CookieSessions {
  private readonly entries: Map<string, Entry>;

  constructor(
    private readonly keeper: SessionKeeper,
    private readonly nowMs: () => number = Date.now,
  ) {
    this.entries = new Map(keeper.kept.map((kept) => [kept.digest, entryOf(kept)]));
  }

  /** Opens a session and gives the cookie's value. The oldest gives way when there are a thousand. */
  open(session: Session): string {
    const [oldest] = this.entries.keys();
    if (this.entries.size >= MOST_SESSIONS && oldest !== undefined) this.entries.delete(oldest);
    const secret = randomBytes(32).toString('base64url');
    this.entries.set(digest(secret), { session: { ...session, kind: 'browser' }, endsAt: this.nowMs() + SESSION_LIFE_MS });
    this.keep();
    return secret;
  }

  find(secret: string | undefined): Session | null {
    if (secret === undefined || secret === '') return null;
    const key = digest(secret);
    const entry = this.entries.get(key);
    if (!entry) return null;
    if (entry.endsAt > this.nowMs()) return entry.session;
    this.entries.delete(key);
    this.keep();
    return null;
  }

  end(secret: string | undefined): void {
    if (secret !== undefined && this.entries.delete(digest(secret))) this.keep();
  }

  private keep(): void {
    this.keeper.keep([...this.entries].map(([key, entry]) => keptOf(key, entry)));
  }
}

function entryOf({ user, permissions, homeTenantId, tenantIds, endsAt }: KeptSession): Entry {
  return { session: { kind: 'browser', user, permissions: new Set(permissions), homeTenantId, tenantIds: tenantIds === null ? null : new Set(tenantIds) }, endsAt };
}

function keptOf(key: string, { session, endsAt }: Entry): KeptSession {
  const { user, permissions, homeTenantId, tenantIds } = session;
  return { digest: key, user, permissions: [...permissions], homeTenantId, tenantIds: tenantIds === null ? null : [...tenantIds], endsAt };
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
