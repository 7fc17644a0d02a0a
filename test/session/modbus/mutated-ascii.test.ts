import { expect, it } from 'vitest';
import { AsciiLine, asciiTiming } from '../../../electron/stacks/modbus';
import { asciiAnswer } from '../../support/modbus-frames';
import { mutatedLineIteration } from '../../support/modbus-mutated-line';
import { saidOnAscii } from '../../support/modbus-reference';
import { soak } from '../../support/modbus-soak';

const ASCII = { line: () => new AsciiLine(), timing: asciiTiming({ baudRate: 19_200 }), answer: asciiAnswer, said: saidOnAscii };

it(
  'survives damaged answers on an ASCII line: each request ends once, no value without a right checksum, the next good answer is read',
  { timeout: 3_600_000 },
  () => {
    const tally = soak('ASCII client', 10_000, (seed, counted) => mutatedLineIteration(ASCII, seed, counted));
    expect(['good', 'exception', 'timeout', 'bad-frame', 'closed', 'late'].filter((ending) => (tally.get(ending) ?? 0) < 100)).toEqual([]);
  },
);
