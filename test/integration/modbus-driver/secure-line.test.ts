import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listenTcp } from '../../../electron/io/tcp-server';
import { listenTls } from '../../../electron/io/tls-server';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { MemoryUnit, ModbusServer, serveUnits } from '../../../electron/stacks/modbus';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';
import { makeCertificates } from '../../support/test-certificates';
import type { TestCertificates } from '../../support/test-certificates';

let certificates: TestCertificates;
const open: { close(): unknown }[] = [];
beforeAll(() => {
  certificates = makeCertificates();
}, 60_000);
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});
afterAll(() => certificates.close());

/** A Modbus/TCP Security server that asks for certificates of the first authority. */
async function server(name = 'server'): Promise<number> {
  const unit = new MemoryUnit({ holdingRegisters: 100 });
  unit.holdingRegisters[7] = 4711;
  const modbus = new ModbusServer(serveUnits(() => unit));
  const pem = (file: string): string => certificates.pem(file);
  const listener = await listenTls({ port: 0, certificate: pem(`${name}.crt`), key: pem(`${name}.key`), clientCa: pem('ca.crt') }, (channel) => modbus.attach(channel, { framing: 'mbap' }));
  open.push(listener);
  return listener.port;
}

/** A line with settings as a person makes them; the private key is in a vault of one secret. */
function secureLine(port: number, settings: Record<string, string | boolean> = {}, key = 'client.key'): { line: LineDriver; recorder: LineRecorder } {
  const recorder = new LineRecorder();
  const pem = (file: string): string => certificates.pem(file);
  const secret = (reference: string): Promise<string | null> => Promise.resolve(reference === 'vault:1' ? pem(key) : null);
  const line = createModbusProtocol().createLine(
    { transport: 'tls', host: '127.0.0.1', port, ca: pem('ca.crt'), certificate: pem('client.crt'), key: 'vault:1', ...settings },
    { ...recorder.context, secret },
  );
  open.push(line);
  return { line, recorder };
}

/** Connects, and waits for what becomes of it. */
async function outcome(line: LineDriver): Promise<{ state: string; reason: string; values: unknown[] }> {
  const device = new DeviceUnderTest(line, { unitId: 1, timeoutMs: 1000 }, [registerPoint(7)]);
  device.driver.connect();
  await until(() => device.state.state !== 'connecting', 8000, 'a decision');
  const values = await device.values();
  return { ...device.state, values };
}

describe('Modbus/TCP Security', () => {
  it('reads a value when each side trusts the other, with the key out of the vault', async () => {
    expect(await outcome(secureLine(await server()).line)).toMatchObject({ state: 'connected', values: [4711] });
  });

  it('passes a connection test', async () => {
    const { line } = secureLine(await server());
    expect(await line.testDevice({ unitId: 1, timeoutMs: 1000 }, [registerPoint(7)], new AbortController().signal)).toMatchObject({ success: true });
  });

  it.each([
    ['an authority that is not trusted', 'server', () => ({ ca: certificates.pem('other-ca.crt') }), /authority that is not trusted.*Enter the certificate of its authority/],
    ['a certificate that has expired', 'expired', () => ({}), /has expired, or this computer's clock is wrong/],
    ['a certificate for another name', 'named', () => ({}), /for another name than 127\.0\.0\.1/],
  ] as const)('refuses %s, and says what to do', async (_what, name, settings, words) => {
    const found = await outcome(secureLine(await server(name), settings()).line);
    expect(found.state).toBe('lost');
    expect(found.reason).toMatch(words);
  });

  it('takes a certificate for another name by the server name that is entered', async () => {
    expect(await outcome(secureLine(await server('named'), { serverName: 'plc.example' }).line)).toMatchObject({ state: 'connected' });
  });

  it('checks nothing only where it was switched off', async () => {
    expect(await outcome(secureLine(await server('expired'), { verify: false, ca: '' }).line)).toMatchObject({ state: 'connected', values: [4711] });
  });

  it('says that its own certificate is refused, or missing', async () => {
    const port = await server();
    const stranger = await outcome(secureLine(port, { certificate: certificates.pem('stranger.crt') }, 'stranger.key').line);
    expect(stranger.state).toBe('lost');
    expect(stranger.reason).toMatch(/this side's certificate/);
    const none = await outcome(secureLine(port, { certificate: '', key: '' }).line);
    expect(none.state).toBe('lost');
    expect(none.reason).toMatch(/this side/);
  });

  it('says that key and certificate do not belong together', async () => {
    const found = await outcome(secureLine(await server(), {}, 'server.key').line);
    expect(found.reason).toMatch(/private key can't be used/);
  });

  it('says that the key is not in the vault', async () => {
    const found = await outcome(secureLine(await server(), { key: 'vault:2' }).line);
    expect(found.reason).toMatch(/not in the vault/);
  });

  it('says that there is no TLS on the port', async () => {
    const listener = await listenTcp({ port: 0 }, (channel) => channel.listen({ onData: () => channel.write(Buffer.from('no TLS here')), onClose: () => undefined }));
    open.push(listener);
    const found = await outcome(secureLine(listener.port).line);
    expect(found.reason).toMatch(/no TLS/);
  });

  it('never says the private key, whatever goes wrong', async () => {
    const port = await server();
    const { line, recorder } = secureLine(port, { ca: certificates.pem('other-ca.crt') });
    const found = await outcome(line);
    const [secretPart = ''] = certificates.pem('client.key').split('\n').slice(1);
    expect(JSON.stringify([found, recorder.messages, recorder.states, line.diagnostics()])).not.toContain(secretPart);
  });
});
