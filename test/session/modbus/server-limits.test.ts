import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asciiTiming, MemoryUnit, ModbusServer, previewRequest, RTU_OVER_TCP_TIMING, rtuTiming, serveUnits, type ModbusChannel, type ModbusChannelHandlers } from '../../../electron/stacks/modbus';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class Channel implements ModbusChannel {
  handlers: ModbusChannelHandlers | undefined;
  readonly written: Uint8Array[] = [];
  closed = false;

  write(octets: Uint8Array): boolean {
    return this.written.push(octets) > 0;
  }

  listen(handlers: ModbusChannelHandlers): void {
    this.handlers = handlers;
  }

  close(): void {
    this.closed = true;
    this.handlers?.onClose(undefined);
  }

  ask(unit: number): void {
    const encoded = previewRequest('mbap', unit, { functionCode: 3, address: 0, quantity: 1 });
    if (encoded.kind === 'octets') this.handlers?.onData(encoded.octets);
  }
}

const model = serveUnits((id) => (id <= 3 ? new MemoryUnit({ holdingRegisters: 1 }) : undefined), { absentUnit: 11 });

describe('a server', () => {
  it('closes connections beyond its limit at once, and takes the next when one has gone', () => {
    const server = new ModbusServer(model, { connectionLimit: 2 });
    const channels = [new Channel(), new Channel(), new Channel()];
    for (const channel of channels) server.attach(channel, { framing: 'mbap' });
    expect(channels.map(({ closed }) => closed)).toEqual([false, false, true]);
    channels[0]?.close();
    const next = new Channel();
    server.attach(next, { framing: 'mbap' });
    expect([next.closed, server.connections]).toEqual([false, 2]);
  });

  it('closes a connection on which nobody asked for so long, and no other', () => {
    const server = new ModbusServer(model, { idleTimeoutMs: 1000 });
    const [idle, busy, stream, line, ascii] = [new Channel(), new Channel(), new Channel(), new Channel(), new Channel()];
    server.attach(idle, { framing: 'mbap' });
    server.attach(busy, { framing: 'mbap' });
    server.attach(stream, { framing: 'rtu', timing: RTU_OVER_TCP_TIMING });
    server.attach(line, { framing: 'rtu', timing: rtuTiming({ baudRate: 9600 }) });
    server.attach(ascii, { framing: 'ascii', timing: asciiTiming({ baudRate: 9600 }) });
    vi.advanceTimersByTime(900);
    busy.ask(1);
    vi.advanceTimersByTime(900);
    expect([idle, busy, stream, line, ascii].map(({ closed }) => closed)).toEqual([true, false, true, false, false]);
    vi.advanceTimersByTime(100);
    expect(busy.closed).toBe(true);
    server.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('serves many units on one connection, and answers for absent ones as a gateway', () => {
    const server = new ModbusServer(model);
    const channel = new Channel();
    server.attach(channel, { framing: 'mbap' });
    for (const unit of [1, 2, 3, 9]) channel.ask(unit);
    expect(channel.written.map((octets) => [octets[6], octets[7]])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
      [9, 0x83],
    ]);
  });
});
