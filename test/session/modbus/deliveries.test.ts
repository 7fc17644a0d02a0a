import { describe, expect, it } from 'vitest';
import { MemoryUnit, serveUnits, type ModbusDelivery, type ModbusRequest } from '../../../electron/stacks/modbus';
import { DrivenServer, requestOctets } from '../../support/modbus-driven-server';

const READ: ModbusRequest = { functionCode: 3, address: 0, quantity: 2 };
const model = () => serveUnits((id) => (id === 5 ? new MemoryUnit({ holdingRegisters: 2 }) : undefined));

describe.each(['mbap', 'udp', 'rtu', 'ascii'] as const)('a delivery (%s)', (kind) => {
  it('hands over the answer with what asked for it, and sends nothing by itself', () => {
    const deliveries: ModbusDelivery[] = [];
    const server = new DrivenServer(kind, model(), (delivery) => deliveries.push(delivery));
    expect(server.ask(5, READ)).toEqual([]);
    const plain = new DrivenServer(kind, model()).ask(5, READ);
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({ unit: 5, request: READ, framing: kind === 'udp' ? 'mbap' : kind });
    expect([...(deliveries[0]?.answer ?? [])]).toEqual([...(plain[0] ?? [])]);
    expect([...(deliveries[0]?.requestOctets ?? [])]).toEqual([...requestOctets(kind, 5, READ)]);
  });

  it('may split, double, damage and add to what is sent, later too', () => {
    const later: (() => void)[] = [];
    const server = new DrivenServer(kind, model(), ({ answer }, send) => {
      send(answer.subarray(0, 1));
      send(answer.subarray(1));
      later.push(() => send(Uint8Array.of(...answer, 0xff)));
    });
    server.ask(5, READ);
    for (const each of later) each();
    expect(server.sent.map(({ length }) => length)).toEqual([1, (server.sent[1]?.length ?? 0), (server.sent[1]?.length ?? 0) + 2]);
    expect(server.ask(5, READ)).toHaveLength(2);
  });

  it('may close the channel instead, and sends nothing more then', () => {
    const server = new DrivenServer(kind, model(), ({ answer }, send, close) => {
      close();
      if (kind === 'mbap') send(answer);
    });
    expect(server.ask(5, READ)).toEqual([]);
    expect(server.closedBecause).toContain('on purpose');
  });

  it('is given the exceptions of broken requests too, without a request', () => {
    const deliveries: ModbusDelivery[] = [];
    const server = new DrivenServer(kind, model(), (delivery) => deliveries.push(delivery));
    server.ask(5, { functionCode: 'raw', code: 3, data: Uint8Array.of(0, 0, 0, 0) });
    expect(deliveries).toMatchObject([{ unit: 5, request: undefined }]);
  });
});
