import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import websocket from '@fastify/websocket';
import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify';
import { MAX_CLIENT_MESSAGE_OCTETS } from '../../shared/contract/messages';
import { Authenticator, type TokenCheck } from './authenticator';
import { defaultConnectionLimits, limitConnections, type ConnectionLimits } from './connection-limits';
import { CookieSessions, type SessionKeeper } from './cookie-sessions';
import { refusal, type Gate } from './gate';
import { hostIsKnown, originIsOwn } from './request-origin';
import { addRestDoor, BODY_OCTETS, nothingAt, sendProblem } from './rest';
import { addSessionRoutes } from './session-routes';
import { defaultSocketLimits, SocketConnection, type SocketLimits } from './websocket';

/** Milliseconds. A client that is too slow loses its connection; others never wait for it. */
export interface HttpTimeouts {
  /** From the connection, or from the first octet of a further request, to the end of its headers. */
  readonly headersMs: number;
  /** To the end of a request's body. */
  readonly requestMs: number;
  /** For the answer; also how long a connection may be silent. */
  readonly callMs: number;
  /** How often the first two are looked at. */
  readonly checkEveryMs: number;
}

export interface HttpServerOptions {
  readonly gate: Gate;
  readonly checkToken: TokenCheck;
  /** Keeps browsers logged in over a restart. */
  readonly sessions: SessionKeeper;
  readonly version: string;
  /** The web UI's files; null serves none. */
  readonly rendererDir: string | null;
  /** Names besides the loopback ones by which this machine may be addressed. */
  readonly hostNames: readonly string[];
  /** Requests a minute that one client may make. */
  readonly requestsPerMinute?: number;
  readonly socketLimits?: SocketLimits;
  readonly timeouts?: HttpTimeouts;
  readonly connections?: ConnectionLimits;
  /** Writes an unexpected error to the log and gives its id. */
  reportUnknown(what: string, cause: unknown): string;
}

/**
 * Calls have longer than the gate grants them, whose own answer says more. Headers have not: connections that never get
 * to a request take the places of everybody else, as far as their address may.
 */
const defaultTimeouts: HttpTimeouts = { headersMs: 5000, requestMs: 60_000, callMs: 130_000, checkEveryMs: 1000 };
const MOST_HEAD_OCTETS = 16_384;

/** Nothing but our own scripts, styles and pictures; charts and dialogs set style attributes. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/**
 * The HTTP server of the gateway: REST and WebSocket doors, and the web UI. Every request has limits of size and time,
 * comes from a known name, and from one of our own pages where a page sent it.
 */
export async function makeHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const timeouts = options.timeouts ?? defaultTimeouts;
  const app = fastify({
    bodyLimit: BODY_OCTETS,
    connectionTimeout: timeouts.callMs,
    requestTimeout: timeouts.requestMs,
    handlerTimeout: timeouts.callMs,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    http: { headersTimeout: timeouts.headersMs, connectionsCheckingInterval: timeouts.checkEveryMs, maxHeaderSize: MOST_HEAD_OCTETS },
    trustProxy: false,
    // As long as a request's head may be: what is too long for an id, the contract refuses by the field's name.
    routerOptions: { maxParamLength: MOST_HEAD_OCTETS },
    // An address that cannot be decoded comes to no route and to no handler of errors.
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, refusal('bad_input', 'The address is not encoded as it must be.').error);
    },
  });
  limitConnections(app.server, options.connections ?? defaultConnectionLimits);
  readAnyBodyAsJson(app);
  answerErrors(app, options);

  app.addHook('onRequest', async (request, reply) => {
    const { host, origin } = request.headers;
    if (!hostIsKnown(host, options.hostNames)) return sendProblem(reply, refusal('forbidden', 'This server does not answer to that name.').error);
    if (origin !== undefined && !originIsOwn(origin, host)) return sendProblem(reply, refusal('forbidden', 'Pages of other origins may not ask this server.').error);
    return undefined;
  });
  // The loopback door speaks plain HTTP: telling browsers to insist on https would lock them out.
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY_POLICY, hsts: false, crossOriginEmbedderPolicy: false });
  await app.register(rateLimit, { max: options.requestsPerMinute ?? 12_000, timeWindow: 60_000, cache: 10_000, errorResponseBuilder: () => new TooManyRequests() });
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: MAX_CLIENT_MESSAGE_OCTETS } });

  const authenticator = new Authenticator(options.checkToken, new CookieSessions(options.sessions));
  addSessionRoutes(app, authenticator);
  addSocketDoor(app, options, authenticator);
  addRestDoor(app, { gate: options.gate, authenticator, version: options.version });
  if (options.rendererDir !== null) await app.register(fastifyStatic, { root: options.rendererDir, prefix: '/', index: ['index.html'], dotfiles: 'ignore' });
  return app;
}

class TooManyRequests extends Error {
  readonly statusCode = 429;
}

function addSocketDoor(app: FastifyInstance, options: HttpServerOptions, authenticator: Authenticator): void {
  app.get('/api/v1/socket', { websocket: true }, (socket, request: FastifyRequest) => {
    // A cookie counts only from one of our own pages; a client without one sends its token, as header or first message.
    const session = request.headers.authorization === undefined && request.headers.origin === undefined ? null : authenticator.sessionOf(request);
    const connection = new SocketConnection(socket, options.gate, session, (token) => authenticator.byToken(token), () => authenticator.sessionOf(request), options.socketLimits ?? defaultSocketLimits);
    connection.begin();
  });
}

/** Existing clients send all sorts of content types, and bodies that are empty: what is there is read as JSON. */
function readAnyBodyAsJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text.trim() === '') done(null, undefined);
    else void parseJson(request, text, done);
  });
}

function answerErrors(app: FastifyInstance, options: HttpServerOptions): void {
  app.setErrorHandler((error, request, reply) => {
    const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
    if (status === 413) return sendProblem(reply, refusal('too_large', 'The body is larger than this route takes.').error);
    if (status === 429) return sendProblem(reply, refusal('too_many', 'Too many requests in the last minute. Ask less often, or use the WebSocket.').error);
    if (status === 503) return sendProblem(reply, refusal('timeout', 'The request took too long and was given up.').error);
    if (typeof status === 'number' && status >= 400 && status < 500) {
      // Without a body it is the web UI's files that refuse a path.
      if (request.method === 'GET' || request.method === 'HEAD') return sendProblem(reply, nothingAt(request));
      return sendProblem(reply, refusal('bad_input', 'The body is no valid JSON.', { fields: [{ path: '', message: 'no valid JSON' }] }).error);
    }
    const errorId = options.reportUnknown('The HTTP door', error);
    return sendProblem(reply, { code: 'internal', message: `Failed inside the product. The log has the cause under ${errorId}.`, details: {}, errorId });
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, nothingAt(request)));
}
