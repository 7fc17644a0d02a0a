import type { AddressInfo, Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Gate } from '../doors/gate';
import { makeHttpServer } from '../doors/http-server';
import type { SocketLimits } from '../doors/websocket';
import type { SessionFile } from '../security/session-file';
import type { Engine } from './engine';

export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  readonly hostNames: readonly string[];
  readonly rendererDir: string | null;
  readonly version: string;
  readonly socketLimits?: SocketLimits;
  readonly requestsPerMinute?: number;
}

/** Clients have this long to take their last answers when the gateway closes. */
const LAST_WORDS_MS = 1000;

/** An engine behind its HTTP server. */
export class Gateway {
  private constructor(
    private readonly engine: Engine,
    private readonly sessions: SessionFile,
    readonly server: FastifyInstance,
    private readonly sockets: ReadonlySet<Socket>,
    /** Where it listens: `http://127.0.0.1:5000`. */
    readonly url: string,
  ) {}

  /** Listens. Rejects when the port is in use; the engine then still runs and is the caller's to close. */
  static async open(engine: Engine, options: GatewayOptions): Promise<Gateway> {
    const browserSessions = await engine.browserSessions();
    const server = await makeHttpServer({
      ...options,
      sessions: browserSessions,
      gate: new Gate(engine),
      checkToken: (token) => engine.tokenSession(token),
      reportUnknown: (what, cause) => engine.reportUnknown(what, cause, null),
    });
    const sockets = new Set<Socket>();
    server.server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await server.listen({ host: options.host, port: options.port });
    const { port } = addressOf(server);
    return new Gateway(engine, browserSessions, server, sockets, `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`);
  }

  /** Takes no more requests, then ends the engine with everything on the disk. */
  async close(): Promise<void> {
    // A client that neither reads nor closes would hold up the end of the server for ever.
    const cut = setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, LAST_WORDS_MS);
    const [server, engine] = await Promise.allSettled([this.server.close(), this.engine.close()]);
    clearTimeout(cut);
    await this.sessions.close();
    if (engine.status === 'rejected') throw engine.reason;
    if (server.status === 'rejected') throw server.reason;
  }
}

function addressOf(server: FastifyInstance): AddressInfo {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port');
  return address;
}
