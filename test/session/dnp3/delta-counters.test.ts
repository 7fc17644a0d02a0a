import { describe, expect, it } from 'vitest';
import { header, read } from '../../../electron/stacks/dnp3';
import { DrivenMaster } from '../../support/dnp3-driven-master';

const TIME = '71 45 00 00 00 00';
const at = { time: 0x4571 };
const flagged = { flags: 1, value: 0x0201 };
const counted = '01 01 02';

/** Each obsolete variation, its octets behind the header, and what they say. */
const VARIATIONS = [
  ...[
    [20, 3, '00 00 00', `${counted} 00 00`, flagged],
    [20, 4, '00 00 00', counted, flagged],
    [20, 7, '00 00 00', '01 02 00 00', { value: 0x0201 }],
    [20, 8, '00 00 00', '01 02', { value: 0x0201 }],
    [21, 3, '00 00 00', `${counted} 00 00`, flagged],
    [21, 4, '00 00 00', counted, flagged],
    [21, 7, '00 00 00', `${counted} 00 00 ${TIME}`, { ...flagged, ...at }],
    [21, 8, '00 00 00', `${counted} ${TIME}`, { ...flagged, ...at }],
    [21, 11, '00 00 00', '01 02 00 00', { value: 0x0201 }],
    [21, 12, '00 00 00', '01 02', { value: 0x0201 }],
  ] as const,
  ...([22, 23] as const).flatMap((group) => [
    [group, 3, '17 01 00', `${counted} 00 00`, flagged] as const,
    [group, 4, '17 01 00', counted, flagged] as const,
    [group, 7, '17 01 00', `${counted} 00 00 ${TIME}`, { ...flagged, ...at }] as const,
    [group, 8, '17 01 00', `${counted} ${TIME}`, { ...flagged, ...at }] as const,
  ]),
];

const octet = (number: number): string => number.toString(16).padStart(2, '0');

describe('delta counters at a master', () => {
  it.each(VARIATIONS)('of group %i variation %i come with their value and the note that it is a change, not the count', (group, variation, range, octets, value) => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => read([header(group, variation)], done));
    driven.answer(`C1 81 00 00 ${octet(group)} ${octet(variation)} ${range} ${octets}`);
    // Without the type of a point: nobody takes the change for the count.
    expect(driven.handler.reports).toEqual([{ group, variation, kind: group >= 22 ? 'event' : group === 21 ? 'frozen' : 'static', index: 0, value, delta: true, unsolicited: false }]);
  });

  it('leave counters without the note', () => {
    const driven = DrivenMaster.ready();
    driven.submit((done) => read([header(20, 1)], done));
    driven.answer('C1 81 00 00 14 01 00 00 00 01 01 02 00 00');
    expect(driven.handler.reports).toEqual([{ group: 20, variation: 1, kind: 'static', type: 'counter', index: 0, value: { flags: 1, value: 0x0201 }, unsolicited: false }]);
  });
});
