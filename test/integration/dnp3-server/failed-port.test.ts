import { expect, it, vi } from 'vitest';
import { listenTcp } from '../../../electron/io/tcp-server';
import { AskedRecord } from '../../../electron/protocols/dnp3/server/asked-record';
import { Dnp3Port } from '../../../electron/protocols/dnp3/server/dnp3-port';
import { FaultPlan } from '../../../electron/protocols/dnp3/server/faults/fault-plan';
import { ServedOutstation } from '../../../electron/protocols/dnp3/server/served-outstation';
import { serverSettingsSchema } from '../../../electron/protocols/dnp3/server/server-settings';
import { feederPoints, TestSource } from '../../support/dnp3-served';
import { LineRecorder, systemClock } from '../../support/modbus-line';

it('keeps no master of a port that could not be opened: it is tried again every few seconds', async () => {
  const taken = await listenTcp({ port: 0 }, (channel) => channel.close());
  const points = Object.values(feederPoints());
  const source = new TestSource([{ settings: {}, points }]);
  const server = { clock: systemClock, log: new LineRecorder().context.log, identity: { name: 'Feeder', product: 'P', version: '1' } };
  const station = new ServedOutstation({ settings: { otherMasters: '2' }, points }, source, { server, commandFault: () => undefined, isHeard: () => false, onChange: () => undefined, onRestarted: () => undefined });
  const begun = vi.spyOn(station, 'session');
  const ended = vi.spyOn(station, 'drop');
  const open = Dnp3Port.open(serverSettingsSchema.parse({ port: taken.port }), { clock: systemClock, record: new AskedRecord(), plan: new FaultPlan(), secret: () => Promise.resolve(null), stations: () => [station], onLost: () => undefined });
  await expect(open).rejects.toThrow('another program uses this port');
  expect([begun.mock.calls.length, ended.mock.calls.length]).toEqual([2, 2]);
  await taken.close();
});
