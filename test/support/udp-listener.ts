import { createSocket, type Socket } from 'node:dgram';
import type { ModbusChannel, ModbusChannelHandlers } from '../../electron/stacks/modbus';

/** A UDP socket on a free port of 127.0.0.1 that makes a channel of each peer that sends to it. */
export async function listenUdp(onPeer: (channel: ModbusChannel) => void): Promise<{ readonly port: number; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  const peers = new Map<string, (octets: Uint8Array) => void>();
  socket.on('message', (octets, from) => {
    const key = `${from.address}:${from.port}`;
    let receive = peers.get(key);
    if (receive === undefined) {
      receive = peer(socket, from.port, from.address, onPeer);
      peers.set(key, receive);
    }
    receive(octets);
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  return { port: socket.address().port, close: () => new Promise((closed) => socket.close(() => closed())) };
}

function peer(socket: Socket, port: number, address: string, onPeer: (channel: ModbusChannel) => void): (octets: Uint8Array) => void {
  let handlers: ModbusChannelHandlers | undefined;
  onPeer({
    write: (octets) => {
      socket.send(octets, port, address);
      return true;
    },
    listen: (heard) => {
      handlers = heard;
    },
    close: () => handlers?.onClose(undefined),
  });
  return (octets) => handlers?.onData(octets);
}
