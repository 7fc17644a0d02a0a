const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** The host part of a `Host` header, in lower case and without its port; null when it is none. */
export function hostName(header: string | undefined): string | null {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.exec(header ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Whether a request's `Host` names this machine as it is known: the loopback names and those configured. Keeps out pages
 * that had their own name pointed at the loopback address (DNS rebinding).
 */
export function hostIsKnown(header: string | undefined, configured: readonly string[]): boolean {
  const name = hostName(header);
  return name !== null && [...LOOPBACK_NAMES, ...configured].includes(name);
}

/** Whether a request's `Origin` is the page that this very server served. */
export function originIsOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
