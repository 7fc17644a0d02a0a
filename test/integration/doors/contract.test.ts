import { afterAll, beforeAll, expect, it } from 'vitest';
import { Gate } from '../../../electron/doors/gate';
import { IpcDoor } from '../../../electron/doors/ipc';
import { procedureNames, routeOf } from '../../../electron/doors/openapi';
import { procedures, type ProcedureName } from '../../../shared/contract';
import { eventTopics } from '../../../shared/contract/events';
import { permissions } from '../../../shared/contract/procedure';
import { firstToken, restClient, startTestEngine, type RestAnswer, type TestEngine } from '../../support/test-engine';
import { SocketClient } from '../../support/socket-client';
import { like } from '../../support/like';

/** Every procedure of the contract, through each of the three doors, by those who may not and with what does not fit. */
let test: TestEngine;
let url: string;
let token: string;

beforeAll(async () => {
  test = await startTestEngine();
  ({ url } = await test.listen());
  token = await firstToken(test.dataDir);
});
afterAll(() => test.close());

/** Asks over REST; a path parameter takes a value that no schema of it takes. */
function overRest(name: ProcedureName, bearer: string, body: unknown): Promise<RestAnswer> {
  const { method, path } = routeOf(name);
  const at = path.replaceAll(/\{\w+\}/g, encodeURIComponent(' no label '));
  return restClient(url, bearer)(method, at, method === 'GET' || method === 'DELETE' ? undefined : body);
}

/** Routes that carry no input at all: there is nothing in them that could be wrong. */
const withoutInput = procedureNames.filter((name) => ['GET', 'DELETE'].includes(routeOf(name).method) && !routeOf(name).path.includes('{'));

it('answers 401 over REST to every procedure without a token and with a wrong one', async () => {
  for (const name of procedureNames) {
    const { method, path } = routeOf(name);
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: token }]) {
      const response = await fetch(`${url}/api/v1${path.replaceAll(/\{\w+\}/g, 'x')}`, { method, headers });
      expect(response.status, name).toBe(401);
      expect(response.headers.get('content-type'), name).toContain('application/problem+json');
    }
  }
});

it('has only these routes without any input', () => {
  expect(withoutInput).toEqual(['api.protocols.status', 'api.unified.devices', 'api.modbus.list', 'api.dnp3.list', 'api.dnp3.metrics', 'api.dnp3.summary']);
});

it('answers 400 over REST to every procedure whose input does not fit', async () => {
  for (const name of procedureNames.filter((each) => !withoutInput.includes(each))) {
    const answer = await overRest(name, token, ['no object']);
    expect(answer, name).toMatchObject({ status: 400, body: { code: 'bad_input', fields: like.listWith(like.object({ path: like.text })) } });
  }
});

it('answers bad_input over WebSocket and IPC to every procedure whose input does not fit', async () => {
  const socket = await SocketClient.open(url);
  await socket.login(token);
  const ipc = new IpcDoor(new Gate(test.engine), test.engine.desktopSession('tester'));
  for (const name of procedureNames) {
    expect(await socket.request({ call: name, input: 'no object' }), name).toMatchObject({ ok: false, error: { code: 'bad_input' } });
    expect(await ipc.invoke(name, ['no object']), name).toMatchObject({ ok: false, error: { code: 'bad_input' } });
  }
  socket.close();
});

it('refuses over each door what the token has no permission for, before it looks at the input', async () => {
  const ipcGate = new Gate(test.engine);
  for (const missing of permissions) {
    const poor = await test.engine.tokens.create({ name: `without-${missing}`, permissions: permissions.filter((permission) => permission !== missing), tenantIds: null });
    const socket = await SocketClient.open(url);
    await socket.login(poor);
    const session = test.engine.tokenSession(poor);
    const ipc = new IpcDoor(ipcGate, session);
    for (const name of procedureNames.filter((each) => procedures[each].permission === missing)) {
      expect(await overRest(name, poor, { nothing: 'that fits' }), `${name} over REST`).toMatchObject({ status: 403, body: { code: 'forbidden', error: like.containing(missing) } });
      expect(await socket.request({ call: name, input: 'no object' }), `${name} over WebSocket`).toMatchObject({ ok: false, error: { code: 'forbidden' } });
      expect(await ipc.invoke(name, 'no object'), `${name} over IPC`).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    socket.close();
  }
  const blind = await SocketClient.open(url);
  await blind.login(await test.engine.tokens.create({ name: 'blind', permissions: ['write'], tenantIds: null }));
  const blindWindow = new IpcDoor(ipcGate, { ...test.engine.desktopSession('blind'), permissions: new Set() });
  for (const topic of Object.keys(eventTopics)) {
    expect(await blind.request({ subscribe: topic, filter: { pointIds: [] } }), topic).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(blindWindow.subscribe(topic, { pointIds: [] }, async () => undefined), topic).toMatchObject({ code: 'forbidden' });
  }
  blind.close();
  expect(permissions.filter((permission) => procedureNames.some((name) => procedures[name].permission === permission))).toEqual(['view', 'operate', 'write', 'configure']);
});

it('closes a WebSocket that calls any procedure before it has said who it is', async () => {
  for (const name of procedureNames) {
    const socket = await SocketClient.open(url);
    socket.send({ id: 1, call: name, input: {} });
    expect((await socket.untilClosed()).code, name).toBe(4401);
    expect(socket.messages, name).toEqual([]);
  }
});

it('answers unauthenticated over IPC to every procedure and topic while nobody is known to sit there', async () => {
  const ipc = new IpcDoor(new Gate(test.engine), null);
  for (const name of procedureNames) expect(await ipc.invoke(name, {}), name).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
  for (const topic of Object.keys(eventTopics)) expect(ipc.subscribe(topic, {}, async () => undefined), topic).toMatchObject({ code: 'unauthenticated' });
});

it('answers not_found to names that are no procedure, topic or tenant', async () => {
  const ipc = new IpcDoor(new Gate(test.engine), test.engine.desktopSession('tester'));
  for (const name of ['', 'toString', '__proto__', 'device.explode']) expect(await ipc.invoke(name, {}), name).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(ipc.subscribe('secrets', {}, async () => undefined)).toMatchObject({ code: 'not_found' });
  expect(await ipc.invoke('device.statuses', {}, '6f9619ff-8b86-4d01-b42d-00cf4fc964ff')).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(await restClient(url, token)('GET', '/protocols/status?tenant_id=6f9619ff-8b86-4d01-b42d-00cf4fc964ff')).toMatchObject({ status: 404 });
  expect(await restClient(url, token)('GET', '/protocols/status?tenant_id=nonsense')).toMatchObject({ status: 404 });
});
