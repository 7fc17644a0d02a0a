import '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type { CookieSessions } from './cookie-sessions';
import { SESSION_COOKIE } from './openapi';
import { originIsOwn } from './request-origin';
import type { Session } from './session';

/** Finds the session that an access token opens; null when it opens none. */
export type TokenCheck = (token: string) => Session | null;

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Who is asking over HTTP: a client by its bearer token, or a browser by its cookie from one of our own pages. */
export class Authenticator {
  constructor(
    private readonly checkToken: TokenCheck,
    readonly cookies: CookieSessions,
  ) {}

  sessionOf(request: FastifyRequest): Session | null {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +([\x21-\x7e]{1,4096})$/i.exec(authorization)?.[1];
      return token === undefined ? null : this.checkToken(token);
    }
    if (!SAFE_METHODS.includes(request.method) && !cameFromOwnPage(request)) return null;
    return this.cookies.find(request.cookies[SESSION_COOKIE]);
  }

  /**
   * The session of a token that came otherwise than in a header. Wrong ones are not counted: a token has 256 random bits,
   * and a client with an old one must not lock out those beside it on the same machine.
   */
  byToken(token: string): Session | null {
    return this.checkToken(token);
  }
}

/** Browsers name the origin of every request that can change something. */
function cameFromOwnPage({ headers }: FastifyRequest): boolean {
  if (headers.origin !== undefined) return originIsOwn(headers.origin, headers.host);
  return headers['sec-fetch-site'] === 'same-origin';
}
