import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A register that takes writes, one whose writes are refused with exception 3, and one whose writes get no answer. */
export const FUSSY = { takes: 10, refuses: 20, swallows: 30 } as const;

export interface FussyDevice {
  readonly port: number;
  /** Every write that came, answered or not. */
  readonly writes: readonly { readonly register: number; readonly value: number }[];
  close(): Promise<void>;
}

/**
 * A Modbus TCP device, octet by octet, that answers functions 03 and 06 and does not take every write: Debian's servers
 * refuse reads and writes of a register alike, so that nothing would be left to write to.
 */
export async function startFussyDevice(): Promise<FussyDevice> {
  const registers = new Map<number, number>();
  const writes: { register: number; value: number }[] = [];
  /** The answer to a request's PDU; null for none. */
  const answer = (pdu: Buffer): Buffer | null => {
    const functionCode = pdu.readUInt8(0);
    const register = pdu.readUInt16BE(1);
    if (functionCode === 3) {
      const quantity = pdu.readUInt16BE(3);
      const values = Buffer.alloc(quantity * 2);
      for (let at = 0; at < quantity; at += 1) values.writeUInt16BE(registers.get(register + at) ?? 0, at * 2);
      return Buffer.concat([Buffer.from([3, values.length]), values]);
    }
    if (functionCode !== 6) return Buffer.from([0x80 | functionCode, 1]);
    const value = pdu.readUInt16BE(3);
    writes.push({ register, value });
    if (register === FUSSY.swallows) return null;
    if (register === FUSSY.refuses) return Buffer.from([0x86, 3]);
    registers.set(register, value);
    return pdu;
  };

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let waiting: Buffer = Buffer.alloc(0);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    socket.on('data', (octets) => {
      waiting = Buffer.concat([waiting, octets]);
      while (waiting.length >= 7 && waiting.length >= 6 + waiting.readUInt16BE(4)) {
        const frame = waiting.subarray(0, 6 + waiting.readUInt16BE(4));
        waiting = waiting.subarray(frame.length);
        const pdu = answer(frame.subarray(7));
        if (pdu === null) continue;
        const header = Buffer.from(frame.subarray(0, 7));
        header.writeUInt16BE(pdu.length + 1, 4);
        socket.write(Buffer.concat([header, pdu]));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    writes,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
