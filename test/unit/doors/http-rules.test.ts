import { describe, expect, it } from 'vitest';
import { CookieSessions, SESSION_LIFE_MS, type SessionKeeper } from '../../../electron/doors/cookie-sessions';
import { problemOf, statusOf } from '../../../electron/doors/problem';
import { hostIsKnown, originIsOwn } from '../../../electron/doors/request-origin';
import type { Session } from '../../../electron/doors/session';
import { errorCodes } from '../../../shared/contract/answer';
import { like } from '../../support/like';

const session: Session = { kind: 'token', user: 'u', permissions: new Set(['view']), homeTenantId: 't', tenantIds: null };

describe('Host and Origin', () => {
  it.each(['localhost', '127.0.0.1:5000', '[::1]:5000', 'Localhost:1', 'gw'])('takes %s', (host) => {
    expect(hostIsKnown(host, ['gw'])).toBe(true);
  });
  it.each([undefined, '', 'evil', 'localhost.evil', 'a@localhost', 'localhost:99999999', 'localhost/x', '127.0.0.1 evil', '[::1'])('refuses %s', (host) => {
    expect(hostIsKnown(host, [])).toBe(false);
  });
  it('knows its own pages by scheme, name and port', () => {
    expect(originIsOwn('http://localhost:5000', 'localhost:5000')).toBe(true);
    for (const origin of ['http://localhost', 'http://localhost:5001', 'ftp://localhost:5000', 'null', 'http://localhost:5000.evil']) expect(originIsOwn(origin, 'localhost:5000'), origin).toBe(false);
    expect(originIsOwn('http://undefined', undefined)).toBe(false);
  });
});

describe('Sessions of browsers', () => {
  const forgetful = { kept: [], keep: () => {} };

  it('go on over a restart by what was kept, which holds no secret', () => {
    let kept: Parameters<SessionKeeper['keep']>[0] = [];
    const before = new CookieSessions({ kept, keep: (sessions) => { kept = sessions; } }, () => 0);
    const secret = before.open(session);
    const ended = before.open(session);
    before.end(ended);
    expect(JSON.stringify(kept)).not.toContain(secret);
    const after = new CookieSessions({ kept, keep: () => {} }, () => 1);
    expect(after.find(secret)).toEqual({ ...session, kind: 'browser' });
    expect(after.find(ended)).toBeNull();
  });

  it('are found by their secret alone, as browsers, until they end', () => {
    let now = 0;
    const sessions = new CookieSessions(forgetful, () => now);
    const secret = sessions.open(session);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(sessions.find(secret)).toEqual({ ...session, kind: 'browser' });
    for (const wrong of [undefined, '', 'x', secret.slice(1)]) expect(sessions.find(wrong)).toBeNull();
    now = SESSION_LIFE_MS;
    expect(sessions.find(secret)).toBeNull();
    const other = sessions.open(session);
    sessions.end(other);
    expect(sessions.find(other)).toBeNull();
  });
  it('are a thousand at most; the oldest gives way', () => {
    const sessions = new CookieSessions(forgetful, () => 0);
    const first = sessions.open(session);
    const second = sessions.open(session);
    for (let at = 0; at < 999; at += 1) sessions.open(session);
    expect(sessions.find(first)).toBeNull();
    expect(sessions.find(second)).not.toBeNull();
  });
});

describe('Problems', () => {
  it('have the status of their code, and carry what the contract has', () => {
    for (const code of errorCodes) expect(problemOf({ code, message: 'm', details: {}, errorId: null })).toEqual({ type: `urn:thermacore:problem:${code}`, title: like.text, status: statusOf[code], detail: 'm', error: 'm', code });
    expect(problemOf({ code: 'refused', message: 'm', details: { exception: 'Modbus exception 2', fields: [{ path: 'a', message: 'b' }], reason: 'r' }, errorId: 'E-1' })).toMatchObject({ status: 422, exception: 'Modbus exception 2', fields: [{ path: 'a' }], reason: 'r', error_id: 'E-1' });
    expect([statusOf.unreachable, statusOf.no_answer, statusOf.conflict, statusOf.bad_input]).toEqual([502, 504, 409, 400]);
  });
});
