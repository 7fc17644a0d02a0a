import '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type { CookieSessions } from './cookie-sessions';
import { FailedAttempts } from './failed-attempts';
import { SESSION_COOKIE } from './openapi';
import { originIsOwn } from './request-origin';
import type { Session } from './session';

/** Finds the session that an access token opens; null when it opens none. */
export type TokenCheck = (token: string) => Session | null;

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Who is asking over HTTP: a client by its bearer token, or a browser by its cookie from one of our own pages. */
export class Authenticator {
  private readonly attempts = new FailedAttempts();

  constructor(
    private readonly checkToken: TokenCheck,
    readonly cookies: CookieSessions,
  ) {}

  sessionOf(request: FastifyRequest): Session | null {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(authorization)?.[1];
      return token === undefined ? null : this.byToken(token, request.ip);
    }
    if (!SAFE_METHODS.includes(request.method) && !cameFromOwnPage(request)) return null;
    return this.cookies.find(request.cookies[SESSION_COOKIE]);
  }

  /** After sixty wrong tokens in a minute from one source, none is looked at for the rest of it. */
  byToken(token: string, source: string): Session | null {
    if (this.attempts.isBlocked(source)) return null;
    const session = this.checkToken(token);
    if (session === null) this.attempts.failed(source);
    return session;
  }
}

/** Browsers name the origin of every request that can change something. */
function cameFromOwnPage({ headers }: FastifyRequest): boolean {
  if (headers.origin !== undefined) return originIsOwn(headers.origin, headers.host);
  return headers['sec-fetch-site'] === 'same-origin';
}
