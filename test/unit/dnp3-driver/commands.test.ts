import { describe, expect, it } from 'vitest';
import { commandFields } from '../../../electron/protocols/dnp3/command-octets';
import { chosenCommand } from '../../../electron/protocols/dnp3/command-of';
import { commandFailure } from '../../../electron/protocols/dnp3/command-failure';
import { consequencesOf } from '../../../electron/protocols/dnp3/command-words';
import { DeviceCommand } from '../../../electron/protocols/dnp3/device-command';
import { deviceSettingsSchema } from '../../../electron/protocols/dnp3/device-settings';
import { lineSettingsSchema } from '../../../electron/protocols/dnp3/line-settings';
import { statusWords } from '../../../electron/protocols/dnp3/status-words';
import { CommandSender } from '../../../electron/protocols/dnp3/command-sender';
import { COMMAND_STATUS, Dnp3Line } from '../../../electron/stacks/dnp3';
import type { Opaque } from '../../../shared/domain/point';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { makePoint } from '../../support/domain-fixtures';
import { like } from '../../support/like';

const output = makePoint({ dataType: 'boolean', access: 'read-write', address: { type: 'binary-output', index: 3, control: 'trip-close', onTimeMs: 250 } });
const setpoint = makePoint({ dataType: 'int16', access: 'read-write', address: { type: 'analog-output', index: 300 } });
const crob = (more: Opaque = {}): Opaque => ({ mode: 'direct', operation: 'pulseOn', tripClose: 'nul', clear: false, queue: false, count: 1, onTimeMs: 100, offTimeMs: 200, ...more });

function made(options: Opaque, point = output, value: number | null = null) {
  const command = chosenCommand(point, value, options);
  if ('problem' in command) throw new Error(command.problem);
  return command;
}

/** The fragment's octets without spaces. */
function octets(options: Opaque, point = output, value: number | null = null): string {
  const shown = commandFields(made(options, point, value));
  if ('problem' in shown) throw new Error(shown.problem);
  return shown.fields.map((field) => field.octets.replaceAll(' ', '')).join('');
}

describe('a control relay output block as it is chosen', () => {
  // Control code: operation in the low half, queue 10, clear 20, close 40, trip 80 (IEEE 1815, group 12 variation 1).
  it.each([
    ['a NUL', { operation: 'nul' }, '00'],
    ['a pulse on', {}, '01'],
    ['a pulse off', { operation: 'pulseOff' }, '02'],
    ['a latch on', { operation: 'latchOn' }, '03'],
    ['a latch off', { operation: 'latchOff' }, '04'],
    ['a close', { tripClose: 'close' }, '41'],
    ['a trip that clears', { tripClose: 'trip', clear: true }, 'A1'],
    ['an obsolete queue', { queue: true }, '11'],
  ])('has %s in its control code', (_what, more, code) => {
    expect(octets(crob(more))).toBe(`C0050C01170103${code}0164000000C800000000`);
  });

  it('carries count and times whole', () => {
    expect(octets(crob({ count: 255, onTimeMs: 4_294_967_295, offTimeMs: 65_536 }))).toBe('C0050C0117010301FFFFFFFFFF0000010000');
  });

  it.each([
    ['select', '03'],
    ['two-steps', '03'],
    ['direct', '05'],
    ['direct-no-ack', '06'],
  ])('begins with the function of its mode %s', (mode, functionCode) => {
    expect(octets(crob({ mode })).slice(2, 4)).toBe(functionCode);
  });

  it.each([
    [{ count: 256 }, 'count'],
    [{ onTimeMs: -1 }, 'onTimeMs'],
    [{ operation: 'jump' }, 'operation'],
    [{ mode: 'later' }, 'mode'],
  ])('is refused with the field that does not fit: %o', (more, field) => {
    expect(chosenCommand(output, null, crob(more))).toEqual({ problem: like.containing(`${field}:`) });
  });

  it('expects of the output what a latch, a close or a trip makes of it, and nothing of a plain pulse', () => {
    const expected = (more: Opaque) => made(crob(more)).expected;
    expect([expected({ operation: 'latchOn' }), expected({ operation: 'latchOff' }), expected({ tripClose: 'close' }), expected({ tripClose: 'trip' })]).toEqual([true, false, true, false]);
    expect([expected({}), expected({ operation: 'nul' }), expected({ operation: 'latchOn', count: 0 })]).toEqual([null, null, null]);
  });

  it('is said with every field, for the audit trail, and in plain words before', () => {
    expect(made(crob({ tripClose: 'trip', clear: true, count: 2 })).whole).toBe('Trip (pulse on), count 2, on 100 ms, off 200 ms, clear');
    expect(consequencesOf(made(crob({ count: 2 })))[1]).toBe('The output is on for 100 ms and goes back by itself, 2 times with 200 ms off between.');
    expect(consequencesOf(made(crob({ queue: true }))).join(' ')).toContain('Queue is obsolete');
    expect(consequencesOf(made(crob({ operation: 'nul' }))).join(' ')).toContain('NUL does nothing');
  });
});

describe('an analog output as it is chosen', () => {
  it.each([
    ['1', 70_000, 'C00529012801002C01701101 0000'],
    ['2', -2, 'C00529022801002C01FEFF00'],
    ['3', 1.5, 'C00529032801002C010000C03F00'],
    ['4', 1.5, 'C00529042801002C01000000000000F83F00'],
  ])('is sent by variation %s', (variation, value, expected) => {
    expect(octets({ mode: 'direct', variation }, setpoint, value)).toBe(expected.replaceAll(' ', ''));
  });

  it('is refused where the variation does not hold it', () => {
    expect(chosenCommand(setpoint, 40_000, { mode: 'direct', variation: '2' })).toEqual({ problem: like.containing('-32768 to 32767') });
    expect(chosenCommand(setpoint, 1.5, { mode: 'direct', variation: '1' })).toHaveProperty('problem');
    expect(chosenCommand(setpoint, 1e39, { mode: 'direct', variation: '3' })).toHaveProperty('problem');
    expect(chosenCommand(setpoint, 5, { mode: 'direct', variation: '5' })).toEqual({ problem: like.containing('variation:') });
  });
});

describe('the form of a command', () => {
  const settings = deviceSettingsSchema.parse({ operate: 'direct' });
  const sender = new CommandSender({ session: new DrivenMaster().session, channel: new Dnp3Line(), settings, clock: { nowMicros: () => 0, monotonicMs: () => 0 }, isConnected: () => false });
  const capability = new DeviceCommand({ sender, line: lineSettingsSchema.parse({ host: 'rtu' }), settings });

  it("begins as the point's settings have it, and takes a value for analog outputs only", () => {
    expect(capability.form(output)).toMatchObject({ takesValue: false, options: { mode: 'direct', operation: 'pulseOn', tripClose: 'close', onTimeMs: 250 } });
    expect(capability.form(setpoint)).toMatchObject({ takesValue: true, options: { mode: 'direct', variation: '2' } });
    expect(capability.form(makePoint({ address: { type: 'analog-input', index: 1 } }))).toBeNull();
  });

  it('gives options that are a command as they stand', () => {
    for (const [point, value] of [[output, null], [setpoint, 7]] as const) {
      expect(capability.prepare(point, value, capability.form(point)?.options ?? {})).toMatchObject({ ok: true });
    }
  });

  it('knows the status of the same output as its feedback', () => {
    const status = makePoint({ dataType: 'boolean', address: { type: 'binary-output', index: 3 } });
    expect(capability.isFeedbackOf(output, status)).toBe(true);
    expect(capability.isFeedbackOf(output, makePoint({ dataType: 'boolean', address: { type: 'binary-input', index: 3 } }))).toBe(false);
    expect(capability.isFeedbackOf(output, { ...status, access: 'write' })).toBe(false);
  });
});

describe('a command that did not go well', () => {
  it('is told by the name of its status, with what to do', () => {
    expect(commandFailure({ kind: 'command', stage: 'select', statuses: [7], message: '' }, true, 1, 5)).toEqual({ outcome: 'refused', exception: 'Command status 7 LOCAL, the output is under local control (at select)', advice: 'Switch the outstation from local to remote, then command again', durationMs: 5 });
  });

  it('may have been carried out only where its operate went out', () => {
    const timeout = { kind: 'timeout', message: 'No answer. It may have been carried out.' } as const;
    expect(commandFailure(timeout, true, 1, 5)).toMatchObject({ outcome: 'refused', exception: like.containing('nothing was operated') });
    expect(commandFailure(timeout, true, 2, 5)).toMatchObject({ outcome: 'no_answer', message: 'No answer.' });
    expect(commandFailure(timeout, false, 1, 5)).toMatchObject({ outcome: 'no_answer' });
    expect(commandFailure({ kind: 'closed', message: 'Gone.' }, false, 0, 5)).toMatchObject({ outcome: 'not_sent' });
  });

  it('has words for every status of the standard', () => {
    const texts = Object.values(COMMAND_STATUS).map((status) => statusWords(status));
    expect(new Set(texts.map(({ name }) => name)).size).toBe(texts.length);
    expect(texts.every(({ name, advice }) => /^[A-Z_]+$/.test(name) && (advice !== '' || name === 'SUCCESS'))).toBe(true);
    expect(statusWords(99).meaning).toContain('reserved');
  });
});
