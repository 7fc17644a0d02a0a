import { expect, it } from 'vitest';
import { lineSettingsSchema } from '../../../electron/protocols/dnp3/line-settings';
import { LinkProbe } from '../../../electron/protocols/dnp3/link-probe';
import { Dnp3Line } from '../../../electron/stacks/dnp3';

const WANTED = { master: 1, outstation: 10 };

/** A probe on an open line to nobody, and what it sent. */
function start(settings: Record<string, unknown>) {
  const channel = new Dnp3Line();
  const sent: Uint8Array[] = [];
  channel.attach({ write: (octets) => sent.push(octets) > 0, close: () => undefined, listen: () => undefined });
  const caller = new AbortController();
  const probe = new LinkProbe({ channel, settings: lineSettingsSchema.parse(settings) }, WANTED, caller.signal);
  return { channel, sent, caller, probe };
}

it('waits on a serial line until the exchange of another master is over, and gives the turn back', async () => {
  const { channel, sent, probe } = start({ transport: 'serial', serialPath: '/dev/ttyS1' });
  const other = {};
  expect(channel.turns.take(other, () => undefined)).toBe(true);
  const asked = probe.linkStatus([WANTED], 20);
  await new Promise((resolve) => setTimeout(resolve, 60));
  // Longer than its own time: that only begins with its turn.
  expect(sent).toHaveLength(0);
  channel.turns.release(other);
  expect(sent).toHaveLength(1);
  expect(channel.turns.take(other, () => undefined)).toBe(false);
  expect(await asked).toEqual([]);
  channel.turns.release(other);
  expect(channel.turns.take({}, () => undefined)).toBe(true);
  channel.close();
});

it('asks at once where nobody has to wait for others', async () => {
  const { channel, sent, probe } = start({ host: '127.0.0.1' });
  channel.turns.take({}, () => undefined);
  const asked = probe.linkStatus([WANTED], 10);
  expect(sent).toHaveLength(1);
  await asked;
  channel.close();
});

it('no longer wants its turn when its caller gives up', async () => {
  const { channel, sent, caller, probe } = start({ transport: 'serial', serialPath: '/dev/ttyS1' });
  const other = {};
  channel.turns.take(other, () => undefined);
  const asked = probe.linkStatus([WANTED], 1000);
  caller.abort();
  expect(await asked).toEqual([]);
  channel.turns.release(other);
  expect(sent).toHaveLength(0);
  expect(channel.turns.take({}, () => undefined)).toBe(true);
  channel.close();
});
