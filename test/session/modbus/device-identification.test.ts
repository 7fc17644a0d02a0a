import { describe, expect, it } from 'vitest';
import { MemoryUnit, ModbusClient, ModbusServer, serveUnits, type ModbusChannel, type ModbusChannelHandlers, type ModbusDeviceIdObject } from '../../../electron/stacks/modbus';
import { mbapAnswer } from '../../support/modbus-frames';

/** Two ends of a channel in memory. */
function channelPair(): { near: ModbusChannel; far: ModbusChannel } {
  const handlers: (ModbusChannelHandlers | undefined)[] = [undefined, undefined];
  const end = (own: number): ModbusChannel => ({
    write: (octets) => {
      queueMicrotask(() => handlers[1 - own]?.onData(octets));
      return true;
    },
    listen: (heard) => {
      handlers[own] = heard;
    },
    close: () => queueMicrotask(() => handlers[own]?.onClose(undefined)),
  });
  return { near: end(0), far: end(1) };
}

const OBJECTS: ModbusDeviceIdObject[] = Array.from({ length: 20 }, (_, id) => ({ id: id < 7 ? id : 0x79 + id, value: Uint8Array.from({ length: 100 }, () => id) }));

describe('reading a device identification', () => {
  it('asks on until nothing more follows', async () => {
    const { near, far } = channelPair();
    new ModbusServer(serveUnits(() => new MemoryUnit({ deviceIdentification: OBJECTS }))).attach(far, { framing: 'mbap' });
    const client = new ModbusClient(near, { framing: 'mbap' });
    const all = await client.readDeviceIdentification(1, 'extended');
    expect(all).toMatchObject({ ok: true, value: { conformity: 0x83, objects: OBJECTS } });
    expect(client.counters().requests).toBe(10);
    const basic = await client.readDeviceIdentification(1, 'basic');
    expect(basic.ok && basic.value.objects.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(await client.readDeviceIdentificationObject(1, 3)).toMatchObject({ ok: true, value: OBJECTS[3]?.value });
    expect(await client.readDeviceIdentificationObject(1, 77)).toMatchObject({ ok: false, failure: { kind: 'exception', code: 2 } });
    client.close();
  });

  it.each([
    [0, [5]],
    [1, [5]],
    [5, [5]],
    [0, []],
  ])('ends when a device says for ever that more follows, from object %i on behind %j', async (next, ids) => {
    const { near, far } = channelPair();
    let asked = 0;
    far.listen({
      onData: (octets) => {
        asked += 1;
        const objects = ids.map((id) => ({ id, value: Uint8Array.of(1) }));
        far.write(mbapAnswer(((octets[0] ?? 0) << 8) | (octets[1] ?? 0), 1, { functionCode: 43, access: 2, conformity: 2, nextObjectId: next, objects }));
      },
      onClose: () => undefined,
    });
    const client = new ModbusClient(near, { framing: 'mbap' });
    expect(await client.readDeviceIdentification(1, 'regular')).toMatchObject({ ok: false, failure: { kind: 'bad-frame' } });
    expect(asked).toBe(1);
    client.close();
  });
});
