import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { LineRuntime } from '../../../electron/engine/devices/line-runtime';
import type { LineContext, Protocol } from '../../../electron/protocols/protocol';
import { madeUpProtocol } from '../../support/made-up-protocol';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, failure: (what: string) => what };

/** What a running line asks the vault for when its driver opens a secret. */
async function askedFor(change: Partial<Protocol>): Promise<[string, string][]> {
  const made: LineContext[] = [];
  const asked: [string, string][] = [];
  const { protocol } = madeUpProtocol();
  const listening: Protocol = {
    ...protocol,
    ...change,
    createLine: (settings, context) => {
      made.push(context);
      return protocol.createLine(settings, context);
    },
  };
  const secret = (reference: string, peer: string): Promise<null> => {
    asked.push([reference, peer]);
    return Promise.resolve(null);
  };
  const line = new LineRuntime({ id: randomUUID(), name: '', protocol: 'madeup', settings: { key: 'plc', user: 'me' } }, listening, {
    clock: { nowMicros: () => 0, monotonicMs: () => 0 }, log: silent, secret, onChange: () => undefined, onFrame: () => undefined,
  });
  await made[0]?.secret('vault:1');
  await line.close();
  return asked;
}

it('opens a secret for the peer of its line, which is its key unless the protocol says more', async () => {
  expect(await askedFor({})).toEqual([['vault:1', 'plc']]);
  expect(await askedFor({ lineKey: ({ key, user }) => JSON.stringify([key, user]), peerKey: ({ key }) => JSON.stringify(key) })).toEqual([['vault:1', '"plc"']]);
});
