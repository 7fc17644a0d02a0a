import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openTcpClient } from '../../../electron/io/tcp-client';
import { ModbusClient } from '../../../electron/stacks/modbus';
import { buildHeadless, startHeadless } from '../../support/built-headless';
import { freePort } from '../../support/free-port';
import { at, like } from '../../support/like';
import { firstToken, restClient } from '../../support/test-engine';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** The text of the one project. */
function projectFile(dataDir: string): string {
  const file = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith('project.json'));
  return file === undefined ? '' : readFileSync(join(dataDir, file), 'utf8');
}

async function read(port: number): Promise<unknown> {
  const client = new ModbusClient(await openTcpClient({ host: '127.0.0.1', port, connectTimeoutMs: 2000 }), { framing: 'mbap', timeoutMs: 1000, retries: 0 });
  const result = await client.readHoldingRegisters(4, 0, 1);
  client.close();
  return result.ok ? [...result.value] : result.failure.message;
}

it('serves again on the same port after the product was killed, over its REST door', async () => {
  const built = await buildHeadless();
  open.push({ close: () => built.remove() });
  const dataDir = mkdtempSync(join(tmpdir(), 'simulators-'));
  open.push({ close: () => rmSync(dataDir, { recursive: true, force: true }) });
  const port = await freePort();
  const first = await startHeadless(built.file, ['--data', dataDir, '--port', '0']);
  open.push({ close: () => first.stop('SIGKILL') });
  const ask = restClient(first.url, await firstToken(dataDir));
  const points = [{ name: 'Level', address: { table: 'holding-register', address: 0 }, dataType: 'uint16', access: 'read-write' }];
  const added = await ask('POST', '/procedures/simulator.add', { name: 'Tank', protocol: 'modbus', ports: [{ port }], units: [{ settings: { unitId: 4 }, from: { kind: 'points', points } }], enabled: true });
  expect(added).toMatchObject({ status: 200 });
  const simulatorId = at(added.body, 'simulatorId');
  const unit = at((await ask('POST', '/procedures/project.current')).body, 'project.simulators.0.units.0');
  const behaviours = { [String(at(unit, 'points.0.id'))]: { source: { kind: 'constant', value: 77 } } };
  expect(await ask('POST', '/procedures/simulator.setBehaviours', { simulatorId, unitId: at(unit, 'id'), behaviours })).toMatchObject({ status: 200 });
  expect(await read(port)).toEqual([77]);
  expect(await ask('POST', '/procedures/simulator.start', { simulatorId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' })).toMatchObject({ status: 404 });
  // The file follows an edit within a moment.
  await expect.poll(() => projectFile(dataDir).includes('"value":77'), { timeout: 5000 }).toBe(true);
  await first.stop('SIGKILL');
  await expect(read(port)).rejects.toThrow('nothing listens there');

  const second = await startHeadless(built.file, ['--data', dataDir, '--port', '0']);
  open.push({ close: () => second.stop('SIGKILL') });
  const again = restClient(second.url, await firstToken(dataDir));
  expect(await again('POST', '/procedures/simulators.status')).toMatchObject({ body: [{ simulatorId, state: 'running', ports: [{ address: `127.0.0.1:${port}` }], reason: '' }] });
  expect(await read(port)).toEqual([77]);
  expect(await again('POST', '/procedures/simulator.stop', { simulatorId })).toMatchObject({ status: 200 });
  await expect(read(port)).rejects.toThrow('nothing listens there');
  expect(second.errors()).toContain('Simulator stopped');
  const { code, tookMs } = await second.stop('SIGTERM');
  expect({ code, tookMs }).toEqual({ code: 0, tookMs: like.number });
});
