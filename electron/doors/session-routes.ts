import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Authenticator } from './authenticator';
import { SESSION_LIFE_MS } from './cookie-sessions';
import { refusal } from './gate';
import { SESSION_COOKIE } from './openapi';
import { originIsOwn } from './request-origin';
import { sendProblem } from './rest';

const loginSchema = z.object({ token: z.string().min(1).max(4096) });

/** Login of a browser: an access token becomes a session in a cookie that scripts cannot read. */
export function addSessionRoutes(app: FastifyInstance, authenticator: Authenticator): void {
  app.post('/api/v1/session', (request, reply) => {
    const body = loginSchema.safeParse(request.body ?? {});
    if (!body.success) return sendProblem(reply, refusal('bad_input', 'An access token is needed.', { fields: [{ path: 'token', message: 'is needed' }] }).error);
    const session = authenticator.byToken(body.data.token.trim());
    if (session === null) return sendProblem(reply, refusal('unauthenticated', 'The token is not valid. It is in the file access-token in the data folder.').error);
    const secret = authenticator.cookies.open(session);
    return reply
      .setCookie(SESSION_COOKIE, secret, { path: '/', httpOnly: true, sameSite: 'strict', maxAge: SESSION_LIFE_MS / 1000 })
      .send({ user: session.user, permissions: [...session.permissions], tenant_id: session.homeTenantId });
  });

  app.get('/api/v1/session', (request, reply) => {
    const session = authenticator.sessionOf(request);
    // Nobody is an answer too: a page asks before its login, and a refusal would stand in the browser's console as an error.
    if (session === null) return reply.header('cache-control', 'no-store').send({ user: null, permissions: [], tenant_id: null });
    return reply.header('cache-control', 'no-store').send({ user: session.user, permissions: [...session.permissions], tenant_id: session.homeTenantId });
  });

  app.delete('/api/v1/session', (request, reply) => {
    const { origin, host } = request.headers;
    if (origin !== undefined && !originIsOwn(origin, host)) return sendProblem(reply, refusal('forbidden', 'Pages of other origins may not ask this server.').error);
    authenticator.cookies.end(request.cookies[SESSION_COOKIE]);
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).send({});
  });
}
