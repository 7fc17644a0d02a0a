import { describe, expect, it } from 'vitest';
import type { AuditedCall, Call, CheckedCall, ContractEngine } from '../../../electron/doors/contract-engine';
import { Gate } from '../../../electron/doors/gate';
import type { Session } from '../../../electron/doors/session';
import { permissions } from '../../../shared/contract/procedure';
import { ProcedureError } from '../../../shared/contract/answer';
import { like } from '../../support/like';

const session = (more: Partial<Session> = {}): Session => ({ kind: 'token', user: 'u', permissions: new Set(permissions), homeTenantId: 'home', tenantIds: null, ...more });

interface Fake {
  readonly engine: ContractEngine;
  readonly trail: AuditedCall[];
  readonly calls: Call[];
  readonly unknown: unknown[];
}
function fake(run: (call: Call) => Promise<unknown> = async () => 'value', audit: (call: AuditedCall) => Promise<void> = async () => undefined): Fake {
  const trail: AuditedCall[] = [];
  const calls: Call[] = [];
  const unknown: unknown[] = [];
  const engine: ContractEngine = {
    tenantExists: (id) => ['home', 'other'].includes(id),
    check: (_name, input): CheckedCall =>
      input === 'bad'
        ? { ok: false, fields: [{ path: 'a.b', message: 'is wrong' }] }
        : {
            ok: true,
            run: (call) => {
              calls.push(call);
              return run(call);
            },
          },
    announce: async () => undefined,
    audit: async (_tenantId, call) => {
      trail.push(call);
      await audit(call);
    },
    reportUnknown: (_what, cause) => {
      unknown.push(cause);
      return 'E-1';
    },
    subscribe: () => ({ ok: true, subscription: { take: () => undefined, close: () => undefined } }),
  };
  return { engine, trail, calls, unknown };
}
const ask = (gate: Gate, more: Partial<Parameters<Gate['call']>[0]> = {}) => gate.call({ session: session(), name: 'device.connect', input: {}, tenantId: undefined, signal: new AbortController().signal, ...more });

describe('The gate', () => {
  it('asks in order: who, what, may they, which tenant, is the input right', async () => {
    const { engine, calls } = fake();
    const gate = new Gate(engine);
    const poor = session({ permissions: new Set(['view']), tenantIds: new Set(['other']) });
    expect(await ask(gate, { session: null, name: 'nothing', input: 'bad', tenantId: 'nowhere' })).toMatchObject({ error: { code: 'unauthenticated' } });
    expect(await ask(gate, { session: poor, name: 'nothing', input: 'bad', tenantId: 'nowhere' })).toMatchObject({ error: { code: 'not_found', message: like.containing('procedure') } });
    expect(await ask(gate, { session: poor, input: 'bad', tenantId: 'nowhere' })).toMatchObject({ error: { code: 'forbidden', message: like.containing('"operate"') } });
    expect(await ask(gate, { session: session({ tenantIds: new Set(['other']) }), input: 'bad' })).toMatchObject({ error: { code: 'not_found', message: 'There is no such tenant.' } });
    expect(await ask(gate, { input: 'bad' })).toMatchObject({ error: { code: 'bad_input', details: { fields: [{ path: 'a.b', message: 'is wrong' }] } } });
    expect(calls).toEqual([]);
    expect(await ask(gate)).toEqual({ ok: true, value: 'value' });
    expect(calls).toMatchObject([{ tenantId: 'home', session: { user: 'u' } }]);
  });

  it('refuses what is nested too deep before any schema looks at it, and answers where one fails', async () => {
    const { engine, calls, unknown } = fake();
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
    const gate = new Gate(engine);
    expect(await ask(gate, { input: deep })).toMatchObject({ error: { code: 'bad_input', message: like.containing('nested more than 64 levels deep') } });
    expect(gate.subscribe(session(), 'samples', deep, undefined, () => undefined)).toMatchObject({ error: { code: 'bad_input' } });
    expect(calls).toEqual([]);
    const broken = new Gate({
      ...engine,
      check: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    });
    expect(await ask(broken)).toMatchObject({ error: { code: 'internal', errorId: 'E-1' } });
    expect(unknown).toHaveLength(1);
  });

  it('tells a tenant that may not be seen from none in no way', async () => {
    const gate = new Gate(fake().engine);
    const narrow = session({ tenantIds: new Set(['home']) });
    expect(await ask(gate, { session: narrow, tenantId: 'other' })).toEqual(await ask(gate, { session: narrow, tenantId: 'nowhere' }));
  });

  it('records audited calls with their outcome, bad input too, and nothing of others', async () => {
    const { engine, trail } = fake(async () => {
      throw new ProcedureError('conflict', 'is off');
    });
    const gate = new Gate(engine);
    await ask(gate);
    await ask(gate, { input: 'bad' });
    await ask(gate, { name: 'device.statuses' });
    expect(trail).toMatchObject([{ name: 'device.connect', session: { user: 'u' }, outcome: 'conflict', message: 'is off' }, { outcome: 'bad_input' }]);
  });

  it('lets an answer stand whose entry could not be written, and says so in the log', async () => {
    const cause = new Error('disk full');
    const { engine, unknown } = fake(undefined, async () => {
      throw cause;
    });
    expect(await ask(new Gate(engine))).toEqual({ ok: true, value: 'value' });
    expect(unknown).toEqual([cause]);
  });

  it('hides an unknown error behind an id', async () => {
    const cause = new TypeError('secret path /home/x');
    const { engine, unknown } = fake(() => Promise.reject(cause));
    const answer = await ask(new Gate(engine));
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal', errorId: 'E-1', message: like.containing('E-1') } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(unknown).toEqual([cause]);
  });

  it('gives up a call that takes too long, and tells it by its signal', async () => {
    let signal: AbortSignal | undefined;
    const { engine } = fake((call) => {
      ({ signal } = call);
      return new Promise(() => undefined);
    });
    expect(await ask(new Gate(engine, { callTimeoutMs: 20 }))).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(signal?.aborted).toBe(true);
  });

  it('tells a call whose caller has gone, and answers cancelled', async () => {
    const gone = new AbortController();
    const { engine } = fake((call) => new Promise((_, reject) => call.signal.addEventListener('abort', () => reject(new Error('aborted')))));
    const answer = ask(new Gate(engine), { signal: gone.signal });
    gone.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('keeps a cause in the words of the system in the log, and answers the plain words with its id', async () => {
    const cause = new Error("end of central directory signature wasn't found");
    const { engine, unknown } = fake(() => Promise.reject(new ProcedureError('bad_input', 'The workbook is damaged.', { reason: 'no_point_list' }, cause)));
    expect(await ask(new Gate(engine))).toEqual({ ok: false, error: { code: 'bad_input', message: 'The workbook is damaged.', details: { reason: 'no_point_list' }, errorId: 'E-1' } });
    expect(unknown).toEqual([cause]);
  });
});
