import { net, protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';

/** The window's own origin. Nothing is ever loaded from file: or from the network. */
export const APP_SCHEME = 'thermacore';
export const APP_ORIGIN = `${APP_SCHEME}://app`;
export const APP_START = `${APP_ORIGIN}/index.html`;

/**
 * 'unsafe-inline' stands for styles alone: docking and virtual rows place elements by style attributes. Scripts come from
 * our own files only, without eval.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
]);

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

/**
 * Maps an address to a file of the renderer.
 * @returns undefined for another host, for a path that leaves the folder, and for what cannot be decoded
 */
export function fileFor(address: string, folder: string): string | undefined {
  let path: string;
  try {
    const url = new URL(address);
    if (url.protocol !== `${APP_SCHEME}:` || url.host !== 'app') return undefined;
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const file = resolve(folder, `.${path === '/' ? '/index.html' : path}`);
  const below = relative(folder, file);
  if (below === '' || below === '..' || below.startsWith(`..${sep}`)) return undefined;
  return file;
}

/** A script goes to the page in pieces, with work of this process between them. */
const HAND_OVER_MS = 25;

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': CONTENT_SECURITY_POLICY } });
}

/**
 * Serves the renderer's files, and nothing else, to the windows of a session.
 * @param onScript is told of each script that was handed over
 */
export function serveRenderer(session: Session, folder: string, onScript: () => void): void {
  const base = join(folder);
  session.protocol.handle(APP_SCHEME, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = fileFor(request.url, base);
    if (file === undefined) return refuse(404);
    try {
      const body = await readFile(file);
      if (extname(file) === '.js') setTimeout(onScript, HAND_OVER_MS);
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
        headers: {
          'content-type': CONTENT_TYPES.get(extname(file)) ?? 'application/octet-stream',
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-cache',
        },
      });
    } catch {
      return refuse(404);
    }
  });
}

/**
 * During development the renderer comes from Vite's server on this machine, still under our own origin.
 * Vite's client opens its own WebSocket and injects styles, so the policy of the packaged app cannot hold there.
 */
export function serveFromDevelopmentServer(session: Session, server: string): void {
  session.protocol.handle(APP_SCHEME, (request) => {
    const url = new URL(request.url);
    return net.fetch(new URL(`${url.pathname}${url.search}`, server).href, { bypassCustomProtocolHandlers: true });
  });
}
