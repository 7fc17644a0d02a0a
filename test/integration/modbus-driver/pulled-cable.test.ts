import { execFileSync, spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { requireDebian } from '../../support/debian';
import { buildLibmodbusPeers, startPeer, temporaryFolder } from '../../support/modbus-peers';
import type { Peer, TemporaryFolder } from '../../support/modbus-peers';
import { DeviceUnderTest, LineRecorder, registerPoint, until } from '../../support/modbus-line';

const id = process.pid % 10_000;
const space = `tcw${id}`;
const [near, far] = [`tcn${id}`, `tcf${id}`];
const PORT = 1502;
const DEVICE = '10.254.77.2';

let folder: TemporaryFolder;
let peer: Peer;
let forward: ReturnType<typeof spawn>;
let line: LineDriver;

const ip = (...words: string[]): void => {
  execFileSync('ip', words, { stdio: 'pipe' });
};
const cable = (state: 'up' | 'down'): void => ip('netns', 'exec', space, 'ip', 'link', 'set', far, state);

/** A device in a network of its own, behind one cable. Needs root: network namespaces. */
beforeAll(async () => {
  requireDebian(['iproute2', 'socat']);
  folder = temporaryFolder();
  const { server } = buildLibmodbusPeers(folder.path);
  ip('netns', 'add', space);
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', space);
  ip('addr', 'add', '10.254.77.1/30', 'dev', near);
  ip('link', 'set', near, 'up');
  ip('netns', 'exec', space, 'ip', 'addr', 'add', `${DEVICE}/30`, 'dev', far);
  ip('netns', 'exec', space, 'ip', 'link', 'set', 'lo', 'up');
  cable('up');
  peer = await startPeer('ip', ['netns', 'exec', space, server, 'tcp', '0']);
  forward = spawn('ip', ['netns', 'exec', space, 'socat', `TCP-LISTEN:${PORT},fork,reuseaddr`, `TCP:127.0.0.1:${peer.port}`], { stdio: 'ignore' });
  line = createModbusProtocol().createLine({ transport: 'tcp', host: DEVICE, port: PORT }, new LineRecorder().context);
});

afterAll(async () => {
  await line.close();
  forward.kill();
  await peer.close();
  ip('netns', 'delete', space);
  folder.close();
});

it('shows a device lost within 10 s of the cable being pulled, and reads it again when it is back', async () => {
  const device = new DeviceUnderTest(line, { unitId: 1 }, [registerPoint(5)]);
  await until(() => {
    device.driver.connect();
    return device.state.state === 'connected';
  }, 10_000, 'connected');
  expect(await device.values()).toEqual([5]);
  cable('down');
  const lostAfter = await until(async () => (await device.values())[0] !== 5 && device.state.state === 'lost', 10_000, 'lost');
  expect(lostAfter).toBeGreaterThan(1000);
  // Long enough for the connection to be given up and new ones to fail.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  expect(device.state.state).toBe('lost');
  cable('up');
  await until(async () => (await device.values())[0] === 5, 40_000, 'data returns');
}, 90_000);
