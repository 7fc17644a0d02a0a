import type { Point } from '../../../shared/domain/point';
import type { Value } from '../../../shared/domain/value';
import type { CommandResult, PreparedCommand, WriteCapability } from '../protocol';
import type { SpecialReadings } from './special-readings';

/**
 * Writes of points whose scale factor stands in a register of the device: it is read first, and nothing is sent where it is
 * another by now, since the value would be wrong by a power of ten.
 */
export class ScaleCheckedWrite implements WriteCapability {
  constructor(
    private readonly write: WriteCapability,
    private readonly readings: SpecialReadings,
  ) {}

  prepare(point: Point, rawValue: Value, current: Uint8Array | null): PreparedCommand {
    const prepared = this.write.prepare(point, rawValue, current);
    if (!prepared.ok || !('scaleFrom' in point.address)) return prepared;
    return { ...prepared, consequences: [...prepared.consequences, 'The scale factor of the device is read first. Nothing is written where it is another by now.'] };
  }

  async execute(point: Point, rawValue: Value, signal: AbortSignal): Promise<CommandResult> {
    const problem = await this.readings.whyNotWrite(point, signal);
    return problem === null ? this.write.execute(point, rawValue, signal) : { outcome: 'not_sent', message: problem };
  }
}
