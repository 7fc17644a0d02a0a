import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstToken, restClient, startTestEngine, type TestEngine } from '../../support/test-engine';
import { like } from '../../support/like';

let test: TestEngine;
let url: string;
let token: string;
let rendererDir: string;
let ask: ReturnType<typeof restClient>;

beforeAll(async () => {
  rendererDir = mkdtempSync(join(tmpdir(), 'renderer-'));
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>UI</title>');
  mkdirSync(join(rendererDir, 'assets'));
  writeFileSync(join(rendererDir, 'assets', 'app.js'), 'export {}');
  writeFileSync(join(rendererDir, '.secret'), 'no');
  test = await startTestEngine();
  ({ url } = await test.listen({ rendererDir, hostNames: ['gateway.plant'] }));
  token = await firstToken(test.dataDir);
  ask = restClient(url, token);
});
afterAll(async () => {
  await test.close();
  rmSync(rendererDir, { recursive: true, force: true });
});

interface Raw {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** With headers that fetch does not let through. */
function raw(path: string, headers: Record<string, string>, { method = 'GET', body = '' } = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

it('answers only to the names of this machine', async () => {
  const auth = { authorization: `Bearer ${token}` };
  for (const host of ['127.0.0.1', 'localhost:5000', '[::1]:80', 'LOCALHOST', 'gateway.plant:443']) expect((await raw('/api/v1/protocols/status', { ...auth, host })).status, host).toBe(200);
  for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example', '127.0.0.1:80:80']) {
    const answer = await raw('/api/v1/protocols/status', { ...auth, host });
    expect(answer.status, host).toBe(403);
    expect(answer.body).not.toContain('protocols_list');
  }
  expect((await raw('/', { host: 'evil.example' })).status).toBe(403);
});

it('refuses every request that a page of another origin sends, with or without a token', async () => {
  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1', `${url}0`]) {
    expect((await raw('/api/v1/protocols/status', { authorization: `Bearer ${token}`, origin })).status, origin).toBe(403);
    expect((await raw('/api/v1/session', { origin, 'content-type': 'application/json' }, { method: 'POST', body: JSON.stringify({ token }) })).status, origin).toBe(403);
  }
});

it('says who a browser is, and of one that has not logged in that it is nobody, without an error', async () => {
  const nobody = await raw('/api/v1/session', {});
  expect(nobody.status).toBe(200);
  expect(JSON.parse(nobody.body)).toEqual({ user: null, permissions: [], tenant_id: null });
  const login = await raw('/api/v1/session', { 'content-type': 'application/json' }, { method: 'POST', body: JSON.stringify({ token }) });
  const cookie = String((login.headers['set-cookie'] as string[])[0]).split(';')[0]!;
  const known = await raw('/api/v1/session', { cookie });
  expect(JSON.parse(known.body)).toEqual(JSON.parse(login.body));
  expect(JSON.parse(known.body)).toMatchObject({ user: like.text });
  expect(JSON.parse((await raw('/api/v1/session', { cookie: `${cookie}0` })).body)).toMatchObject({ user: null });
});

it('logs a browser in with the token, holds it by a cookie from its own pages only, and logs it out', async () => {
  expect((await raw('/api/v1/session', { 'content-type': 'application/json' }, { method: 'POST', body: '{"token":"wrong"}' })).status).toBe(401);
  const login = await raw('/api/v1/session', { origin: url, host: new URL(url).host, 'content-type': 'application/json' }, { method: 'POST', body: JSON.stringify({ token }) });
  expect(login.status).toBe(200);
  expect(login.body).not.toContain(token);
  const cookie = String((login.headers['set-cookie'] as string[])[0]);
  expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  const pair = cookie.split(';')[0]!;
  expect(pair).not.toContain(token);
  const host = new URL(url).host;
  expect((await raw('/api/v1/protocols/status', { cookie: pair })).status).toBe(200);
  // What changes something must say that it comes from our page.
  expect((await raw('/api/v1/procedures/project.close', { cookie: pair, host }, { method: 'POST' })).status).toBe(401);
  expect((await raw('/api/v1/procedures/system.info', { cookie: pair, host, origin: url }, { method: 'POST' })).status).toBe(200);
  expect((await raw('/api/v1/procedures/system.info', { cookie: pair, host, 'sec-fetch-site': 'same-origin' }, { method: 'POST' })).status).toBe(200);
  expect((await raw('/api/v1/procedures/system.info', { cookie: pair, host, 'sec-fetch-site': 'cross-site' }, { method: 'POST' })).status).toBe(401);
  expect((await raw('/api/v1/session', { cookie: pair, host, origin: url }, { method: 'DELETE' })).status).toBe(200);
  expect((await raw('/api/v1/protocols/status', { cookie: pair })).status).toBe(401);
});

it('binds a browser by the arming of writes, and a token not', async () => {
  const login = await raw('/api/v1/session', { 'content-type': 'application/json' }, { method: 'POST', body: JSON.stringify({ token }) });
  const cookie = String((login.headers['set-cookie'] as string[])[0]).split(';')[0]!;
  const body = JSON.stringify({ pointId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', value: 1 });
  const browser = await raw('/api/v1/procedures/point.write', { cookie, origin: url, host: new URL(url).host, 'content-type': 'application/json' }, { method: 'POST', body });
  expect(JSON.parse(browser.body)).toMatchObject({ code: 'conflict', reason: 'not_armed' });
  expect(await ask('POST', '/procedures/point.write', body)).toMatchObject({ status: 404 });
});

it('reads JSON whatever the content type says, takes a missing body, and answers 400 to what is none', async () => {
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'x/y; charset=utf-8']) {
    expect((await ask('POST', '/procedures/log.recent', '{"limit":1}', { 'content-type': type })).status, type).toBe(200);
    expect((await ask('POST', '/procedures/log.recent', '', { 'content-type': type })).status, type).toBe(200);
    expect(await ask('POST', '/procedures/log.recent', '{"limit":', { 'content-type': type }), type).toMatchObject({ status: 400, body: { code: 'bad_input' } });
  }
  expect((await raw('/api/v1/procedures/log.recent', { authorization: `Bearer ${token}` }, { method: 'POST' })).status).toBe(200);
  for (const body of ['[]', '"x"', '5']) expect(await ask('POST', '/procedures/log.recent', body), body).toMatchObject({ status: 400, body: { fields: [{ message: 'must be a JSON object' }] } });
  expect((await ask('POST', '/procedures/log.recent', 'null')).status).toBe(200);
  expect((await ask('POST', '/procedures/preferences.set', '{"key":"a","value":{"__proto__":{"x":1}}}')).status).toBe(400);
});

it('limits the size of a body, and answers 413', async () => {
  const large = JSON.stringify({ key: 'a', value: 'x'.repeat(17 * 1024 * 1024) });
  expect(await ask('POST', '/procedures/preferences.set', large)).toMatchObject({ status: 413, body: { code: 'too_large' } });
});

it('answers errors as RFC 9457 says, with error and code, and nothing of its inside', async () => {
  const answer = await ask('POST', '/procedures/job.result', { jobId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' });
  expect(answer.type).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toEqual({
    type: 'urn:thermacore:problem:not_found', title: 'Not found', status: 404, detail: like.text, error: like.text, code: 'not_found',
  });
  expect(await ask('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect((await raw('/api/v1/nothing', {})).status).toBe(401);
  expect((await raw('/api/v1/openapi.json', {})).status).toBe(401);
});

it('serves the web UI with a strict policy, and no files beside it', async () => {
  const page = await raw('/', {});
  expect(page).toMatchObject({ status: 200, body: like.containing('UI') });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect((await raw('/assets/app.js', {})).status).toBe(200);
  for (const path of ['/.secret', '/../access-token', '/..%2faccess-token', '/assets/../../access-token', '/%2e%2e/access-token']) expect((await raw(path, {})).status, path).toBeGreaterThanOrEqual(400);
});

it('limits the requests of one client, and answers 429', async () => {
  const other = await startTestEngine({ workers: test.workers });
  const limited = restClient((await other.listen({ requestsPerMinute: 5 })).url, await firstToken(other.dataDir));
  const statuses: number[] = [];
  for (let at = 0; at < 8; at += 1) statuses.push((await limited('GET', '/protocols/status')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
  await other.close();
});

it('asks who it is before it reads a body, so that a stranger makes it parse nothing', async () => {
  const body = '{"name":"x","contentBase64":'.padEnd(70 * 1024 * 1024, 'A');
  expect((await raw('/api/v1/procedures/project.import', { authorization: 'Bearer no' }, { method: 'POST', body })).status).toBe(401);
  expect((await raw('/api/v1/procedures/log.recent', {}, { method: 'POST', body: '{' })).status).toBe(401);
});

it('answers 400 with the name of the field to a device id that is too long for one, however long', async () => {
  for (const length of [101, 5000]) {
    expect(await ask('GET', `/protocols/modbus/devices/${'x'.repeat(length)}`)).toMatchObject({ status: 400, body: { code: 'bad_input', fields: [{ path: 'device_id' }] } });
  }
  expect(await ask('GET', '/protocols/modbus/devices/none')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('answers an address that cannot be decoded, and a path that climbs, as every other error', async () => {
  for (const [path, code] of [['/%', 'bad_input'], ['/api/v1/protocols/modbus/devices/%ff', 'bad_input'], ['/assets/..%5c..%5cx', 'not_found'], ['/%00', 'not_found'], ['//evil.example/', 'not_found']] as const) {
    const answer = await raw(path, { authorization: `Bearer ${token}` });
    expect(answer.headers['content-type'], path).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(answer.body), path).toMatchObject({ code });
    expect(answer.body, path).not.toContain('FST_');
  }
});
