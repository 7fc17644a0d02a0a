import { RTU_OVER_TCP_TIMING, rtuTiming } from '../../stacks/modbus';
import type { FrameDirection, ModbusClientOptions } from '../../stacks/modbus';
import type { Clock, Frame } from '../protocol';
import type { LineSettings } from './line-settings';

/** As many requests on one TCP connection as the library allows; how many are sent is the link's decision. */
const GREATEST_DEPTH = 64;

/** How the library's client is to work on a channel of this line. */
export function clientOptions(settings: LineSettings, clock: Clock, onFrame: (frame: Frame) => void): ModbusClientOptions {
  const common = {
    retries: 0,
    clock: () => clock.monotonicMs(),
    onFrame: (direction: FrameDirection, octets: Uint8Array, at: number) => {
      const time = clock.nowMicros() - Math.round((clock.monotonicMs() - at) * 1000);
      onFrame({ time, direction: direction === 'out' ? 'sent' : 'received', octets });
    },
  };
  if (settings.transport === 'tcp') return { ...common, framing: 'mbap', pipelineDepth: GREATEST_DEPTH };
  if (settings.transport === 'rtu-over-tcp') return { ...common, framing: 'rtu', timing: RTU_OVER_TCP_TIMING, afterTimeout: 'close' };
  const dataBits = settings.dataBits === 7 ? 7 : 8;
  const stopBits = settings.stopBits === 2 ? 2 : 1;
  return { ...common, framing: 'rtu', timing: rtuTiming({ baudRate: settings.baudRate, parity: settings.parity, dataBits, stopBits }), afterTimeout: 'drain' };
}
