import type { Diagnostics, LineStatus } from '../../../shared/contract/devices';
import type { Line } from '../../../shared/domain/device';
import { peerOf } from '../edits/settings';
import type { Clock, DriverLog, Frame, LineContext, LineDriver, LineState, Protocol } from '../../protocols/protocol';
import type { FrameSource } from '../../traffic/held-frame';

export interface LineRuntimeContext {
  readonly clock: Clock;
  readonly log: DriverLog;
  secret(reference: string, peer: string): Promise<string | null>;
  onChange(lineId: string): void;
  onFrame(line: FrameSource, frame: Frame): void;
}

/** What changes all the time, as it was at the last look. */
type Measured = Pick<LineStatus, 'load' | 'roundTripMs' | 'requestsPerSecond'>;

const CLOSED: LineState = Object.freeze({ state: 'closed', reason: '' });

/** One line of the project while it lives: its driver, and what is shown of it. */
export class LineRuntime {
  readonly driver: LineDriver;
  private state: LineState = CLOSED;
  private requestsBefore: { requests: number; at: number } | null = null;
  private measured: Measured | null = null;
  private closed = false;

  /** @throws what the protocol throws for settings that it does not take */
  constructor(
    readonly line: Line,
    readonly protocol: Protocol,
    private readonly context: LineRuntimeContext,
  ) {
    this.driver = protocol.createLine(protocol.lineSettings.parse(line.settings), this.lineContext());
  }

  get id(): string {
    return this.line.id;
  }

  /** The name that the engineer gave it, or what its settings say. */
  static label(line: Line, protocol: Protocol): string {
    return line.name === '' ? protocol.lineLabel(line.settings) : line.name;
  }

  diagnostics(): Diagnostics {
    return this.driver.diagnostics();
  }

  /** To be called about once a second: its diagnostics cost more than 500 lines could be asked for at once. */
  measure(): Measured {
    const { requests, load, roundTripMs } = this.driver.diagnostics();
    const at = this.context.clock.monotonicMs();
    const before = this.requestsBefore;
    const requestsPerSecond = before && at > before.at ? Math.max(0, ((requests - before.requests) * 1000) / (at - before.at)) : 0;
    this.requestsBefore = { requests, at };
    this.measured = { load, roundTripMs: roundTripMs?.mean ?? null, requestsPerSecond: Math.round(requestsPerSecond * 10) / 10 };
    return this.measured;
  }

  status(devices: number, devicesConnected: number): LineStatus {
    return {
      lineId: this.id,
      state: this.state.state,
      reason: this.state.reason,
      devices,
      devicesConnected,
      ...(this.measured ?? this.measure()),
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.driver.close();
  }

  private lineContext(): LineContext {
    const peer = peerOf(this.protocol, this.line.settings);
    const { id, settings } = this.line;
    const label = LineRuntime.label(this.line, this.protocol);
    const source: FrameSource = { id, kind: 'line', name: label, label, protocol: this.protocol, settings };
    return {
      clock: this.context.clock,
      log: this.context.log,
      secret: (reference) => this.context.secret(reference, peer),
      onFrame: (frame) => this.context.onFrame(source, frame),
      onState: (state) => {
        if (this.closed) return;
        this.state = state;
        this.context.onChange(this.id);
      },
    };
  }
}
