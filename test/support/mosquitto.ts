import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireDebian } from './debian';
import { freePort } from './free-port';
import type { ChildProcess } from 'node:child_process';

export interface Mosquitto {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM of the authority that made the broker's certificate. */
  readonly ca: string;
  start(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Publishes with Debian's own client. */
  publish(topic: string, payload: string, options?: { retain?: boolean; qos?: number }): void;
  /** What Debian's client gets on a topic: the next `count` messages, as `topic payload`. */
  next(topic: string, count?: number): Promise<string>;
  remove(): Promise<void>;
}

/** Debian's broker on free ports of 127.0.0.1: user `engineer`, password `right`, and TLS under an authority of its own. */
export async function makeMosquitto(): Promise<Mosquitto> {
  requireDebian(['mosquitto', 'mosquitto-clients', 'openssl']);
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'));
  chmodSync(folder, 0o755);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=Test authority');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  writeFileSync(file('san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'server.crt', '-days', '2', '-extfile', 'san');
  const ca = execFileSync('cat', [file('ca.crt')], { encoding: 'utf8' });
  writeFileSync(file('passwords'), '');
  execFileSync('mosquitto_passwd', ['-b', file('passwords'), 'engineer', 'right'], { stdio: 'pipe' });
  writeFileSync(file('acl'), 'user engineer\ntopic readwrite plant/#\n');
  writeFileSync(
    file('mosquitto.conf'),
    [
      `user root`,
      'per_listener_settings false',
      'allow_anonymous false',
      `password_file ${file('passwords')}`,
      `acl_file ${file('acl')}`,
      `listener ${String(port)} 127.0.0.1`,
      `listener ${String(tlsPort)} 127.0.0.1`,
      `certfile ${file('server.crt')}`,
      `keyfile ${file('server.key')}`,
      '',
    ].join('\n'),
  );
  let child: ChildProcess | null = null;
  const login = ['-h', '127.0.0.1', '-p', String(port), '-u', 'engineer', '-P', 'right'];
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const exit = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await exit;
  };
  return {
    port,
    tlsPort,
    ca,
    start: async () => {
      child = spawn('mosquitto', ['-c', file('mosquitto.conf')], { stdio: 'ignore' });
      await listening(port);
    },
    kill,
    publish: (topic, payload, { retain = false, qos = 1 } = {}) => {
      execFileSync('mosquitto_pub', [...login, '-t', topic, '-m', payload, '-q', String(qos), ...(retain ? ['-r'] : [])], { timeout: 10_000 });
    },
    next: (topic, count = 1) =>
      new Promise((resolve, reject) => {
        const reader = spawn('mosquitto_sub', [...login, '-t', topic, '-v', '-q', '1', '-C', String(count), '-W', '10'], { stdio: ['ignore', 'pipe', 'ignore'] });
        let text = '';
        reader.stdout.on('data', (octets: Buffer) => {
          text += octets.toString();
        });
        reader.once('exit', (code) => {
          if (code === 0) resolve(text.trim());
          else reject(new Error(`mosquitto_sub ended with code ${String(code)}`));
        });
      }),
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`mosquitto does not listen on port ${String(port)}`);
}
