import { z } from 'zod';
import type { Found, LineDriver, ScannerCapability } from '../protocol';
import { deviceSettingsSchema } from './device-settings';
import { isAnswer } from './exchange-outcome';
import { ModbusLine } from './line';
import { durationText } from '../../../shared/domain/duration-text';

/** Which unit identifiers to ask, and how long to wait for each. */
export const scanOptionsSchema = z
  .object({
    from: z.number().int().min(0).max(255).default(1),
    to: z.number().int().min(0).max(255).default(247),
    timeoutMs: z.number().int().min(20).max(60_000).default(500),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'the last unit identifier comes after the first' });

/** Asks every unit identifier of a line for holding register 0; any answer, be it an exception, is a device. */
export const modbusScanner: ScannerCapability = {
  async scan(line: LineDriver, options, progress, signal) {
    if (!(line instanceof ModbusLine)) throw new TypeError('not a Modbus line');
    const { from, to, timeoutMs } = scanOptionsSchema.parse(options);
    const { link } = line.dependencies(deviceSettingsSchema.parse({ unitId: from }));
    const listener = { up: (): void => undefined, down: (): void => undefined };
    link.want(listener);
    try {
      for (let unitId = from; unitId <= to && !signal.aborted; unitId += 1) {
        progress.step(unitId - from, to - from + 1, `Unit ${unitId}`);
        const found = await ask(link, unitId, timeoutMs, signal);
        if (found !== null) progress.found(found);
      }
      progress.step(to - from + 1, to - from + 1, '');
    } finally {
      link.release(listener);
    }
  },
};

type LineLink = ReturnType<ModbusLine['dependencies']>['link'];

async function ask(link: LineLink, unitId: number, timeoutMs: number, signal: AbortSignal): Promise<Found | null> {
  const request = { functionCode: 3, address: 0, quantity: 1 } as const;
  const result = await link.submit({ user: { unitId, pipelineDepth: 1 }, request, timeoutMs, rank: 'poll', clearsDoubt: false, signal });
  if (!isAnswer(result)) return null;
  const how = result.ok ? 'holding register 0 was read' : `exception ${result.failure.kind === 'exception' ? `${result.failure.code}, ${result.failure.name}` : ''} to a read of holding register 0`;
  return { deviceSettings: deviceSettingsSchema.parse({ unitId }), title: `Unit ${unitId}`, evidence: `Answers in ${durationText(result.exchange.roundTripMs ?? 0)}: ${how}` };
}
