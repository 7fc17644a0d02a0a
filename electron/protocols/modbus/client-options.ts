import { asciiTiming, RTU_OVER_TCP_TIMING, rtuTiming } from '../../stacks/modbus';
import type { FrameDirection, FrameNote, ModbusClientOptions } from '../../stacks/modbus';
import type { Clock, Frame } from '../protocol';
import { characterOf } from '../serial-port';
import type { LineSettings } from './line-settings';
import { framingOf } from './line-settings';

/** As many requests on one TCP connection as the library allows; how many are sent is the link's decision. */
const GREATEST_DEPTH = 64;

/** An answer that came too late or that nobody asked for: by which unit. */
export type OddAnswer = (unitId: number, note: 'late' | 'stray') => void;

/** What the client tells, and how patient it is. */
export interface ClientEvents {
  readonly onFrame: (frame: Frame) => void;
  readonly onOdd: OddAnswer;
  /** How long a frame may stop midway before the connection is given up. */
  readonly frameTimeoutMs: number;
}

/** How the library's client is to work on a channel of this line. */
export function clientOptions(settings: LineSettings, clock: Clock, { onFrame, onOdd, frameTimeoutMs }: ClientEvents): ModbusClientOptions {
  const unitOf = unitReader(settings);
  const common = {
    retries: 0,
    timeoutMs: frameTimeoutMs,
    clock: () => clock.monotonicMs(),
    onFrame: (direction: FrameDirection, octets: Uint8Array, at: number, note: FrameNote | undefined) => {
      const time = clock.nowMicros() - Math.round((clock.monotonicMs() - at) * 1000);
      onFrame({ time, direction: direction === 'out' ? 'sent' : 'received', octets, ...(note === undefined ? {} : { note: note === 'bad' ? 'no-frame' : note }) });
      const unit = note === 'late' || note === 'stray' ? unitOf(octets) : null;
      if (unit !== null && (note === 'late' || note === 'stray')) onOdd(unit, note);
    },
  };
  const { transport, turnaroundMs } = settings;
  if (transport === 'tcp' || transport === 'tls') return { ...common, framing: 'mbap', pipelineDepth: GREATEST_DEPTH };
  if (transport === 'udp') return { ...common, framing: 'mbap', pipelineDepth: GREATEST_DEPTH, datagrams: true };
  if (transport === 'rtu-over-tcp') return { ...common, framing: 'rtu', timing: RTU_OVER_TCP_TIMING, afterTimeout: 'close' };
  const character = characterOf(settings);
  if (transport === 'ascii') return { ...common, framing: 'ascii', timing: asciiTiming(character, { turnaroundMs }), afterTimeout: 'drain' };
  return { ...common, framing: 'rtu', timing: rtuTiming(character, { turnaroundMs }), afterTimeout: 'drain' };
}

/** Which unit a whole frame comes from; null where it is too short to say. */
function unitReader(settings: LineSettings): (octets: Uint8Array) => number | null {
  const framing = framingOf(settings);
  if (framing === 'mbap') return (octets) => octets[6] ?? null;
  if (framing === 'rtu') return (octets) => octets[0] ?? null;
  return (octets) => {
    const unit = Number.parseInt(String.fromCharCode(octets[1] ?? 0, octets[2] ?? 0), 16);
    return Number.isNaN(unit) ? null : unit;
  };
}
