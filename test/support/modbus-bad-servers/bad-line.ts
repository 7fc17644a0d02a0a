import { memoryPair } from '../../../electron/io/memory-pair';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { LineDriver } from '../../../electron/protocols/protocol';
import { LineRecorder } from '../modbus-line';
import { drivenClock } from '../scripted-line';
import { BadServer } from './bad-server';
import type { Wire } from './wire';

export type BadTransport = 'tcp' | 'tls' | 'udp' | 'rtu' | 'rtu-over-tcp' | 'ascii';

const WIRES: Readonly<Record<BadTransport, Wire>> = { tcp: 'mbap', tls: 'mbap', udp: 'mbap', rtu: 'rtu', 'rtu-over-tcp': 'rtu', ascii: 'ascii' };
const WITH_CONNECTIONS: readonly BadTransport[] = ['tcp', 'tls', 'rtu-over-tcp'];

export function badServerOn(transport: BadTransport): BadServer {
  return new BadServer(WIRES[transport], WITH_CONNECTIONS.includes(transport));
}

/** A line on in-memory channels to a bad server. */
export class BadLine {
  readonly recorder = new LineRecorder(drivenClock);
  readonly line: LineDriver;
  readonly server: BadServer;

  constructor(transport: BadTransport, settings: Record<string, string | number>) {
    this.server = badServerOn(transport);
    const protocol = createModbusProtocol({
      openChannel: () => {
        const [near, far] = memoryPair();
        this.server.serve(far);
        return Promise.resolve(near);
      },
    });
    this.line = protocol.createLine({ transport, host: 'plc', serialPath: '/dev/ttyUSB0', ...settings }, this.recorder.context);
  }
}
