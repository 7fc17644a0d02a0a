import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ByteChannel } from '../../../electron/io/channel';
import { ChannelError } from '../../../electron/io/channel-error';
import { openTlsClient } from '../../../electron/io/tls-client';
import { listenTls } from '../../../electron/io/tls-server';
import { requireDebian } from '../../support/debian';
import { temporaryFolder } from '../../support/modbus-peers';

const folder = temporaryFolder();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => folder.close());

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder.path, stdio: 'ignore' });
const pem = (name: string) => readFileSync(join(folder.path, name), 'utf8');

/** An authority and, signed by it, a certificate for 127.0.0.1 and one for a client. */
beforeAll(() => {
  requireDebian(['openssl']);
  for (const name of ['ca', 'other-ca']) openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  for (const [name, extra] of [
    ['server', ['-addext', 'subjectAltName=IP:127.0.0.1']],
    ['client', []],
  ] as const) {
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, ...extra, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-copy_extensions', 'copy', '-out', `${name}.crt`);
  }
});

/** A server that asks for a client certificate and sends back what it receives. */
async function echoServer() {
  const server = await listenTls({ port: 0, certificate: pem('server.crt'), key: pem('server.key'), clientCa: pem('ca.crt') }, (channel) =>
    channel.listen({ onData: (octets) => channel.write(octets), onClose: () => undefined }),
  );
  closers.push(() => server.close());
  return server.port;
}

function firstEvent(channel: ByteChannel): Promise<Uint8Array | ChannelError | undefined> {
  return new Promise((resolve) => channel.listen({ onData: resolve, onClose: resolve }));
}

describe('TLS with certificates on both sides', () => {
  it('carries octets when each side trusts the other', async () => {
    const port = await echoServer();
    const channel = await openTlsClient({ host: '127.0.0.1', port, ca: pem('ca.crt'), certificate: pem('client.crt'), key: pem('client.key') });
    const echoed = firstEvent(channel);
    channel.write(Uint8Array.of(1, 2, 3));
    expect(await echoed).toEqual(Buffer.of(1, 2, 3));
    channel.destroy();
  });

  it('refuses a server that the given authority did not sign', async () => {
    const port = await echoServer();
    await expect(openTlsClient({ host: '127.0.0.1', port, ca: pem('other-ca.crt'), certificate: pem('client.crt'), key: pem('client.key') })).rejects.toMatchObject({ code: 'certificate' });
    await expect(openTlsClient({ host: '127.0.0.1', port, certificate: pem('client.crt'), key: pem('client.key') })).rejects.toMatchObject({ code: 'certificate' });
  });

  it('refuses a server whose certificate is for another name', async () => {
    const port = await echoServer();
    const opening = openTlsClient({ host: '127.0.0.1', port, serverName: 'plc.example', ca: pem('ca.crt'), certificate: pem('client.crt'), key: pem('client.key') });
    await expect(opening).rejects.toMatchObject({ code: 'certificate' });
  });

  it('is closed by the server when it has no certificate to show', async () => {
    const port = await echoServer();
    const channel = await openTlsClient({ host: '127.0.0.1', port, ca: pem('ca.crt') });
    expect(await firstEvent(channel)).toBeInstanceOf(ChannelError);
  });

  it('says that this side has no usable key, before it connects', async () => {
    await expect(openTlsClient({ host: '127.0.0.1', port: 1, certificate: 'no PEM', key: 'no PEM' })).rejects.toMatchObject({ code: 'certificate' });
  });
});
