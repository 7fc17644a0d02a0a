import '@fastify/websocket';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineOptions } from '../../electron/engine/engine-options';
import { createEngine, type Engine } from '../../electron/engine/engine';
import { Gateway, type GatewayOptions } from '../../electron/engine/gateway';
import { buildWorkers, type BuiltWorkers } from './build-workers';

export interface TestEngine {
  readonly engine: Engine;
  readonly dataDir: string;
  /** Every line of the operator's log. */
  readonly logLines: string[];
  readonly workers: BuiltWorkers;
  /** Opens the HTTP server before it. */
  listen(options?: Partial<GatewayOptions>): Promise<Gateway>;
  /** WebSocket connections of the server that listens. */
  engineConnections(): Iterable<unknown>;
  /** Ends everything and removes the data. */
  close(): Promise<void>;
  /** Ends it and starts another one on the same data. */
  restart(): Promise<TestEngine>;
}

interface StartOptions extends Partial<EngineOptions> {
  readonly workers?: BuiltWorkers;
}

/** An engine on a folder of its own, whose answers are checked against the contract. */
export async function startTestEngine({ workers, ...options }: StartOptions = {}): Promise<TestEngine> {
  const built = workers ?? (await buildWorkers());
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'engine-'));
  const logLines: string[] = [];
  const vaultKey = options.vaultKey ?? { ok: true, key: new Uint8Array(randomBytes(32)) };
  const whole: EngineOptions = {
    headless: true,
    standInRuntime: false,
    runtime: `Node ${process.versions.node}`,
    version: '0.0.0-test',
    workersUrl: built.url,
    licencesFile: null,
    checkAnswers: true,
    logTo: { write: (line: string) => void logLines.push(line) },
    ...options,
    vaultKey,
    dataDir,
  };
  const engine = await createEngine(whole);
  let gateway: Gateway | null = null;
  const end = async (): Promise<void> => {
    if (gateway) await gateway.close();
    else await engine.close();
  };
  return {
    engine,
    dataDir,
    logLines,
    workers: built,
    listen: async (more = {}) => {
      gateway = await Gateway.open(engine, { host: '127.0.0.1', port: 0, hostNames: [], rendererDir: null, version: '0.0.0-test', ...more });
      return gateway;
    },
    engineConnections: () => gateway?.server.websocketServer.clients ?? [],
    close: async () => {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
      if (!workers) built.remove();
    },
    restart: async () => {
      await end();
      return startTestEngine({ ...options, vaultKey, dataDir, workers: built });
    },
  };
}

/** The first token, which may do everything. */
export async function firstToken(dataDir: string): Promise<string> {
  return readFileSync(join(dataDir, 'access-token'), 'utf8').trim();
}

export interface RestAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** Asks the REST door as existing clients do. */
export function restClient(url: string, token: string): (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<RestAnswer> {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', body: text === '' ? undefined : JSON.parse(text) };
  };
}

/** Waits until something holds. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > until) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
