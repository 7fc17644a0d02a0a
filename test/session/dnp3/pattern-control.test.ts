import { describe, expect, it } from 'vitest';
import { COMMAND_STATUS, directOperate, selectBeforeOperate, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { DrivenOutstation, points } from '../../support/dnp3-driven-outstation';
import { Pair } from '../../support/dnp3-pair';

/** Latch on, once; of outputs 2, 4 and 9 by a mask of bits 2 to 9. */
const pattern = (status = '00', mask = '85'): string => `0C 02 07 01 03 01 00 00 00 00 00 00 00 00 ${status} 0C 03 00 02 09 ${mask}`;
const LATCH_ON = { controlCode: 3, count: 1, onMs: 0, offMs: 0 };

const outstation = (maxControls = 32): DrivenOutstation => {
  const driven = new DrivenOutstation({ points: { 'binary-output': points(10, { commandEventClass: 1 }) }, settings: { maxControls } });
  driven.ask('CF 02 50 01 00 07 07 00');
  return driven;
};
const operated = (driven: DrivenOutstation): unknown[] => driven.device.operated.map(({ command: { group, variation, index }, how }) => [group, variation, index, how]);

describe('pattern control at an outstation', () => {
  it('operates each output whose bit is set as a CROB of its own, and answers with the same octets', () => {
    const driven = outstation();
    expect(driven.ask(`C0 05 ${pattern()}`)).toEqual([`C0 81 02 00 ${pattern()}`]);
    expect(operated(driven)).toEqual([2, 4, 9].map((index) => [12, 1, index, 'direct']));
    expect(driven.device.operated.map(({ command }) => command.value.controlCode)).toEqual([3, 3, 3]);
    expect(driven.ask('C1 01 0D 01 06')).toEqual(['E1 81 00 00 0D 01 17 03 02 80 04 80 09 80']);
  });

  it('is selected, then operated by the same octets alone', () => {
    const driven = outstation();
    expect(driven.ask(`C0 03 ${pattern()}`)).toEqual([`C0 81 00 00 ${pattern()}`]);
    expect(driven.device.selected.map(({ index }) => index)).toEqual([2, 4, 9]);
    expect(driven.ask(`C1 04 ${pattern('00', '87')}`)).toEqual([`C1 81 00 00 ${pattern('02', '87')}`]);
    expect(driven.device.operated).toEqual([]);
    driven.ask(`C2 03 ${pattern()}`);
    expect(driven.ask(`C3 04 ${pattern()}`)).toEqual([`C3 81 02 00 ${pattern()}`]);
    expect(operated(driven)).toEqual([2, 4, 9].map((index) => [12, 1, index, 'selected']));
  });

  it('operates none where the device refuses one of them', () => {
    const driven = outstation();
    driven.device.select = ({ index }) => (index === 4 ? COMMAND_STATUS.local : COMMAND_STATUS.success);
    expect(driven.ask(`C0 05 ${pattern()}`)).toEqual([`C0 81 00 00 ${pattern('07')}`]);
    expect(driven.ask(`C1 03 ${pattern()}`)).toEqual([`C1 81 00 00 ${pattern('07')}`]);
    expect(driven.ask(`C2 04 ${pattern()}`)).toEqual([`C2 81 00 00 ${pattern('02')}`]);
    expect(driven.device.operated).toEqual([]);
  });

  it('counts every output of the mask against the limit of controls, and wants at least one', () => {
    const driven = outstation(2);
    expect(driven.ask(`C0 05 ${pattern()}`)).toEqual([`C0 81 00 00 ${pattern('08')}`]);
    expect(driven.ask(`C1 05 ${pattern('00', '00')}`)).toEqual([`C1 81 00 00 ${pattern('03', '00')}`]);
    expect(driven.device.operated).toEqual([]);
    driven.ask(`C2 05 ${pattern('00', '81')}`);
    expect(operated(driven)).toHaveLength(2);
  });

  it.each([
    ['a control without its mask', '0C 02 07 01 03 01 00 00 00 00 00 00 00 00 00'],
    ['a mask without its control', '0C 03 00 02 09 85'],
    ['two masks behind one control', `${pattern()} 0C 03 00 02 09 01`],
    ['two controls behind one count', '0C 02 07 02 03 01 00 00 00 00 00 00 00 00 00 03 01 00 00 00 00 00 00 00 00 00 0C 03 00 02 09 85'],
    ['a control behind an index', '0C 02 17 01 03 03 01 00 00 00 00 00 00 00 00 00 0C 03 00 02 09 85'],
    ['a mask without its range', '0C 02 07 01 03 01 00 00 00 00 00 00 00 00 00 0C 03 07 08 85'],
  ])('carries out nothing of %s', (_, objects) => {
    const driven = outstation();
    expect(driven.ask(`C0 05 ${objects}`)).toEqual(['C0 81 00 04']);
    expect(driven.device.operated).toEqual([]);
  });
});

describe('pattern control at a master', () => {
  it('is written as one control and the mask from the lowest output to the highest', () => {
    const driven = DrivenMaster.ready();
    const task = driven.submit((done) => selectBeforeOperate({ value: LATCH_ON, indexes: [9, 2, 4] }, done));
    expect(driven.take()).toEqual([`C1 03 ${pattern()}`]);
    expect(driven.answer(`C1 81 00 00 ${pattern()}`)).toEqual([`C2 04 ${pattern()}`]);
    driven.answer(`C2 81 00 00 ${pattern()}`);
    expect(task.outcome).toMatchObject({ ok: true });
    driven.submit((done) => directOperate({ value: LATCH_ON, indexes: [300] }, true, done));
    expect(driven.take()).toEqual(['C3 05 0C 02 07 01 03 01 00 00 00 00 00 00 00 00 00 0C 03 01 2C 01 2C 01 01']);
  });

  it('fails by the status of the control, and where the answer has another mask', () => {
    const driven = DrivenMaster.ready();
    const refused = driven.submit((done) => directOperate({ value: LATCH_ON, indexes: [2, 4, 9] }, true, done));
    driven.answer(`C1 81 00 00 ${pattern('07')}`);
    expect(refused.outcome).toMatchObject({ ok: false, failure: { kind: 'command', statuses: [COMMAND_STATUS.local] } });
    const other = driven.submit((done) => directOperate({ value: LATCH_ON, indexes: [2, 4, 9] }, true, done));
    driven.answer(`C2 81 00 00 ${pattern('00', '05')}`);
    expect(other.outcome).toMatchObject({ ok: false, failure: { kind: 'bad-response' } });
  });

  it.each([[[]], [[70_000]], [[0, 65_535]]])('of outputs %j is not put on the wire', (indexes) => {
    const driven = DrivenMaster.ready();
    const task = driven.submit((done) => directOperate({ value: LATCH_ON, indexes }, true, done));
    expect(driven.take()).toEqual([]);
    expect(task.outcome).toMatchObject({ ok: false, failure: { kind: 'invalid' } });
  });

  it('is taken by an outstation of this library', () => {
    const pair = new Pair({ points: { 'binary-output': points(20) } });
    pair.open();
    pair.run(50);
    const task = pair.submit<TaskOutcome>((done) => selectBeforeOperate({ value: LATCH_ON, indexes: [0, 7, 8, 19] }, done));
    pair.run(50);
    expect(task.outcome).toMatchObject({ ok: true });
    expect(pair.device.operated.map(({ command }) => command.index)).toEqual([0, 7, 8, 19]);
  });
});
