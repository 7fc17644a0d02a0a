import { describe, expect, it } from 'vitest';
import { commandOffReason, expectedAt, optionProblem } from '../../../renderer/features/command/command-model';
import type { CommandGate } from '../../../renderer/features/command/command-model';
import { CROB_FIELDS } from '../../../electron/protocols/dnp3/command-options';

const gate: CommandGate = {
  armed: true,
  problem: '',
  prepared: { operation: 'Latch on', connection: '', address: '', octets: [], consequences: [], twoSteps: false, expected: true, problem: '' },
  feedback: { pointId: null, anyChange: false, withinS: 5 },
};

describe('a command can be given', () => {
  it('when writing is armed, everything fits and its octets are known', () => {
    expect(commandOffReason(gate)).toBe('');
    expect(commandOffReason({ ...gate, armed: false })).toContain('Read-only');
    expect(commandOffReason({ ...gate, problem: 'Count: Above 255' })).toBe('Count: Above 255');
    expect(commandOffReason({ ...gate, prepared: null })).toContain('octets');
    expect(commandOffReason({ ...gate, prepared: gate.prepared && { ...gate.prepared, problem: 'It does not run' } })).toBe('It does not run');
  });

  it('with a wait for its feedback only where one is watched', () => {
    expect(commandOffReason({ ...gate, feedback: { pointId: 'p', anyChange: false, withinS: null } })).toContain('0.1 to 60 s');
    expect(commandOffReason({ ...gate, feedback: { pointId: null, anyChange: false, withinS: null } })).toBe('');
  });
});

it('names the field of a form that does not fit', () => {
  const options = { mode: 'direct', operation: 'pulseOn', tripClose: 'nul', clear: false, queue: false, count: 300, onTimeMs: 1, offTimeMs: 1 };
  expect(optionProblem(CROB_FIELDS, options)).toBe('Count: Above 255, the highest allowed');
  expect(optionProblem(CROB_FIELDS, { ...options, count: 1 })).toBe('');
});

it('expects of a feedback point only what it can show', () => {
  expect(expectedAt({ dataType: 'boolean' }, true)).toBe(true);
  // A double-bit input has four states: on of an output is none of them.
  expect(expectedAt({ dataType: 'uint16' }, true)).toBeNull();
  expect(expectedAt({ dataType: 'float32' }, 12.5)).toBe(12.5);
  expect(expectedAt({ dataType: 'boolean' }, 12.5)).toBeNull();
  expect(expectedAt(undefined, true)).toBeNull();
});
