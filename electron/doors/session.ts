import type { Permission } from '../../shared/contract/procedure';

/**
 * Who is asking. `desktop` is the window, `browser` a screen in a browser that logged in with a token, `token` a client
 * that sends a token with each request. The screens are bound by the arming of writes, tokens are not.
 */
export interface Session {
  readonly kind: 'desktop' | 'browser' | 'token';
  readonly user: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Meant where a request names no tenant. */
  readonly homeTenantId: string;
  /** Tenants that the session may see; null: all. */
  readonly tenantIds: ReadonlySet<string> | null;
}

/** True where the session may see the tenant. Whether there is such a tenant is another question. */
export function maySee(session: Session, tenantId: string): boolean {
  return session.tenantIds === null || session.tenantIds.has(tenantId);
}
