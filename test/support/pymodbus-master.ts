import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { requireDebian } from './debian';

/** Debian's pymodbus as a master that asks when told to. */
export interface PymodbusMaster {
  /** `value 1 2`, `exception 2` or `error ...`. */
  ask(what: 'read' | 'input' | 'write', unit: number, address: number, argument: number): Promise<string>;
  close(): Promise<void>;
}

/** `place`: a port on this computer, or a pty. Each request waits `timeoutS` for its answer. */
export async function startPymodbusMaster(mode: 'tcp' | 'udp' | 'rtu' | 'ascii', place: string | number, timeoutS: number): Promise<PymodbusMaster> {
  requireDebian(['python3-pymodbus', 'python3-serial']);
  const child = spawn('/usr/bin/python3', [join(process.cwd(), 'test', 'support', 'pymodbus-master.py'), mode, String(place), String(timeoutS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error('the pymodbus master ended');
    return line.value;
  };
  if ((await next()) !== 'ready 0') throw new Error('the pymodbus master did not get ready');
  return {
    ask: (...request) => {
      child.stdin.write(`${request.join(' ')}\n`);
      return next();
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.stdin.end();
      }),
  };
}
