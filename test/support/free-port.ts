import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that a system gives to whoever asks for any: a client's own end, a debugger. */
const PORTS_OF_NOBODY = { from: 20_000, to: 32_000 } as const;
const PORTS_TO_TRY = 20;

/** A port of loopback that nobody has just now, and that nobody is given by chance. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_TO_TRY; tried += 1) {
    const port = randomInt(PORTS_OF_NOBODY.from, PORTS_OF_NOBODY.to);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
  throw new Error(`No port of loopback between ${PORTS_OF_NOBODY.from} and ${PORTS_OF_NOBODY.to} is free.`);
}
