import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';

const answerSchema = z.object({ id: z.number(), result: z.object({ result: z.object({ value: z.unknown().optional() }), exceptionDetails: z.object({ text: z.string() }).optional() }).optional() });

/**
 * An Electron application that is driven through its main process's inspector alone. Playwright's driver keeps every
 * page focused and visible, so whatever is about a hidden window can't be seen with it.
 */
export class InspectedApp {
  #next = 0;

  private constructor(
    readonly process: ChildProcess,
    private readonly socket: WebSocket,
  ) {}

  /** Starts it; its main process must accept `--inspect`. */
  static async start(executable: string, args: readonly string[]): Promise<InspectedApp> {
    const child = spawn(executable, ['--inspect=0', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`${executable} ended with ${String(code)} before it could be inspected.`)));
      createInterface({ input: child.stderr }).on('line', (line) => {
        const found = /Debugger listening on (ws:\S+)/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const app = new InspectedApp(child, socket);
    // The inspector listens before Node has put its globals there, and before Electron's module can be had.
    while ((await app.evaluate('electron.app.isReady()').catch(() => false)) !== true) await setTimeout(20);
    return app;
  }

  /** The JSON value of an expression in the main process, where `electron` is Electron's module. */
  evaluate(expression: string): Promise<unknown> {
    return this.run(`(async () => { const electron = process.getBuiltinModule('node:module').createRequire(process.execPath)('electron'); return ${expression}; })()`);
  }

  private run(expression: string): Promise<unknown> {
    const id = (this.#next += 1);
    return new Promise((resolve, reject) => {
      const take = (data: unknown): void => {
        const message = answerSchema.safeParse(JSON.parse(String(data)));
        if (!message.success || message.data.id !== id) return;
        this.socket.off('message', take);
        const { result } = message.data;
        if (result === undefined || result.exceptionDetails) reject(new Error(`${expression}: ${result?.exceptionDetails?.text ?? 'no result'}`));
        else resolve(result.result.value);
      };
      this.socket.on('message', take);
      this.socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, awaitPromise: true, returnByValue: true } }));
    });
  }

  /** The value of an expression in the page of the first window; undefined when the page can't say so, or not within a second. */
  evaluateInPage(expression: string): Promise<unknown> {
    // Asked of a page that is just being loaded, Electron never answers.
    return this.evaluate(`await Promise.race([electron.BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(${JSON.stringify(expression)}).catch(() => undefined), new Promise((late) => { setTimeout(late, 1000); })])`);
  }

  /** Ends it as a service manager does and waits for its end. */
  async close(): Promise<void> {
    this.socket.terminate();
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
    this.process.kill('SIGTERM');
    await ended;
  }
}
