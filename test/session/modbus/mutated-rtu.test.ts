import { expect, it } from 'vitest';
import { RtuLine, rtuTiming } from '../../../electron/stacks/modbus';
import { rtuAnswer } from '../../support/modbus-frames';
import { mutatedLineIteration } from '../../support/modbus-mutated-line';
import { saidOnRtu } from '../../support/modbus-reference';
import { soak } from '../../support/modbus-soak';

const RTU = { line: () => new RtuLine(), timing: rtuTiming({ baudRate: 19_200 }), answer: rtuAnswer, said: saidOnRtu };

it(
  'survives damaged answers on an RTU line: each request ends once, no value without a right checksum, the next good answer is read',
  { timeout: 3_600_000 },
  () => {
    const tally = soak('RTU client', 10_000, (seed, counted) => mutatedLineIteration(RTU, seed, counted));
    expect(['good', 'exception', 'timeout', 'bad-frame', 'closed', 'late'].filter((ending) => (tally.get(ending) ?? 0) < 100)).toEqual([]);
  },
);
