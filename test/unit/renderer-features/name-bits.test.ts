import { describe, expect, test } from 'vitest';
import { bitNameChanges, changesText } from '../../../renderer/features/map-tools/bit-name-changes';
import { bitNamesIn, pastedNames } from '../../../renderer/features/map-tools/bit-names';
import { pointSchema } from '../../../shared/domain/point';

const id = '00000000-0000-4000-8000-000000000001';
const ready = pointSchema.parse({ id, name: 'Ready', address: {}, dataType: 'boolean' });
const places = [0, 1, 2].map((bit) => ({ bit, addresses: [`7.${bit}`], pointId: bit === 0 ? id : null }));
const changes = (typed: readonly (readonly [number, string])[]) => bitNameChanges(places, new Map([[id, ready]]), new Map(typed));

describe('names typed for bits', () => {
  test('are new, renamed or deleted, and none where nothing differs', () => {
    expect(changes([[0, 'Ready '], [1, ' '], [2, '']])).toEqual([]);
    expect(changes([[0, 'Ready to run'], [2, ' Fault ']])).toEqual([{ bit: 0, name: 'Ready to run', kind: 'renamed' }, { bit: 2, name: 'Fault', kind: 'new' }]);
    expect(changesText(changes([[0, ''], [1, 'On'], [2, 'Off']]))).toBe('2 named, 1 deleted');
  });

  test('are found in descriptions as documents write them', () => {
    expect(bitNamesIn('Status. Bit 0: pump on; bit 3 = fault, b12: remote')).toEqual([{ bit: 0, name: 'Pump on' }, { bit: 3, name: 'Fault' }, { bit: 12, name: 'Remote' }]);
    expect(bitNamesIn('SunSpec Inverter. Bits: 0 GROUND FAULT, 1 DC over volt, 20 Test failed.')).toEqual([{ bit: 0, name: 'GROUND FAULT' }, { bit: 1, name: 'DC over volt' }, { bit: 20, name: 'Test failed' }]);
    expect(bitNamesIn('Bits 1-0: 0 stopped, 1 stopping. Bit 2: jog. Bits 4-3: direction')).toEqual([{ bit: 2, name: 'Jog' }]);
    expect(bitNamesIn('Supply temperature 2 of boiler')).toEqual([]);
  });

  test('are pasted a line a bit, without the number that lists put before them', () => {
    expect(pastedNames('Ready\r\nFault\n\nRemote\n')).toEqual(['Ready', 'Fault', '', 'Remote']);
    expect(pastedNames('0\tReady\nBit 1\tFault\n2 pumps on')).toEqual(['Ready', 'Fault', '2 pumps on']);
  });
});
