import { describe, expect, it } from 'vitest';
import type { FrameField, FrameRow } from '../../../shared/contract/frames';
import { octetReadings } from '../../../renderer/components/octets/octet-readings';
import { octetsOf, spacedHex } from '../../../renderer/components/octets/octet-text';
import { ancestorsOf, fieldAt, openAtFirst, shownFields, tintsOf, treeFields } from '../../../renderer/features/traffic/field-tree';
import { filterFrames, isFiltered, NO_FILTER, type FrameFilter } from '../../../renderer/features/traffic/frame-filter';
import { MOST_ROWS, newestRows, secondsSince, withRows } from '../../../renderer/features/traffic/frame-list';

const row = (seq: number, more: Partial<FrameRow> = {}): FrameRow => ({ seq, sourceId: 'l1', peer: '', time: seq * 1000, direction: 'sent', deviceId: null, station: 'Unit 1', function: '03 Read holding registers', summary: 'address 100', mark: 'none', length: 12, answers: null, roundTripMs: null, ...more });
const seqs = (rows: readonly FrameRow[]): number[] => rows.map(({ seq }) => seq);

describe('the list of frames', () => {
  it('puts newer rows behind, and older ones that come later before, each once', () => {
    expect(seqs(withRows([row(5), row(6)], [row(7), row(8)]))).toEqual([5, 6, 7, 8]);
    expect(seqs(withRows([row(5), row(6)], [row(3), row(5)]))).toEqual([3, 5, 6]);
    const rows = [row(1)];
    expect(withRows(rows, [])).toBe(rows);
  });

  it('keeps so many rows, and twice as many while somebody reads in it', () => {
    const rows = Array.from({ length: MOST_ROWS + 10 }, (_, at) => row(at));
    expect(newestRows(rows, false)).toHaveLength(MOST_ROWS);
    expect(newestRows(rows, false)[0]?.seq).toBe(10);
    expect(newestRows(rows, true)).toBe(rows);
    expect(newestRows(Array.from({ length: 2 * MOST_ROWS + 1 }, (_, at) => row(at)), true)).toHaveLength(2 * MOST_ROWS);
  });

  it('tells the time since the row before', () => {
    expect(secondsSince(row(1), undefined)).toBeNull();
    expect(secondsSince(row(2, { time: 1_500_000 }), row(1, { time: 1_000_000 }))).toBe(0.5);
  });
});

describe('the filter of frames', () => {
  const rows = [
    row(1),
    row(2, { direction: 'received', deviceId: 'd1', mark: 'notice', summary: 'Exception 2', function: '04 Read input registers' }),
    row(3, { sourceId: 'l2', peer: '10.0.0.7:4000', mark: 'problem', function: '', summary: '7 octets that are no frame', station: '' }),
  ];
  const names = { device: ({ deviceId }: FrameRow) => (deviceId === 'd1' ? 'BLR-01' : ''), source: ({ sourceId }: FrameRow) => (sourceId === 'l2' ? 'COM5' : 'LAN'), protocol: () => 'Modbus' };
  const fitting = (filter: Partial<FrameFilter>, hidden: readonly string[] = []) => seqs(filterFrames(rows, { ...NO_FILTER, ...filter }, new Set(hidden), names));

  it('leaves everything where it says nothing', () => {
    expect(filterFrames(rows, NO_FILTER, new Set(), names)).toBe(rows);
    expect(isFiltered(NO_FILTER)).toBe(false);
  });

  it.each<[string, Partial<FrameFilter>, number[]]>([
    ['direction', { direction: 'received' }, [2]],
    ['device', { deviceId: 'd1' }, [2]],
    ['problems and notices', { problemsOnly: true }, [2, 3]],
    ['function', { function: 'INPUT' }, [2]],
    ['every word of the text, in any of a row\'s names', { text: 'blr exception' }, [2]],
    ['the line\'s name', { text: 'com5' }, [3]],
    ['the peer', { text: '10.0.0.7' }, [3]],
    ['several at once', { direction: 'received', problemsOnly: true, text: 'modbus' }, [2]],
  ])('goes by %s', (_what, filter, expected) => {
    expect(fitting(filter)).toEqual(expected);
    expect(isFiltered({ ...NO_FILTER, ...filter })).toBe(true);
  });

  it('leaves out lines that are not to be shown', () => {
    expect(fitting({}, ['l1'])).toEqual([3]);
  });
});

describe('the tree of fields', () => {
  const field = (level: number, name: string, offset: number, length: number, layer: FrameField['layer'] = 'link'): FrameField => ({ level, name, text: '', offset, length, layer });
  const given = [field(0, 'Link', 0, 4), field(1, 'Control', 0, 1), field(2, 'Bit 7', 0, 1), field(2, 'Bit 6', 0, 1), field(1, 'Address', 1, 2), field(0, 'Objects', 4, 6, 'data'), field(1, 'Point 3', 4, 4, 'data'), field(2, 'Flags', 4, 1, 'data'), field(2, 'Value', 5, 3, 'data'), field(0, 'Checksum', 8, 2, 'check')];
  const fields = treeFields(given);
  const names = (shown: readonly { field: FrameField }[]) => shown.map((each) => each.field.name);

  it('shows what is open, and nothing below what is closed', () => {
    expect(names(shownFields(fields, new Set()))).toEqual(['Link', 'Objects', 'Checksum']);
    expect(names(shownFields(fields, new Set(['0', '6'])))).toEqual(['Link', 'Control', 'Address', 'Objects', 'Checksum']);
    expect(names(shownFields(fields, new Set(['5', '6'])))).toEqual(['Link', 'Objects', 'Point 3', 'Flags', 'Value', 'Checksum']);
  });

  it('opens objects at first, and neither the link layer nor the bits of an octet', () => {
    expect([...openAtFirst(fields)]).toEqual(['5', '6']);
  });

  it('finds the innermost field over an octet; of one octet the octet, not its bits', () => {
    const at = (octet: number) => fieldAt(fields, octet)?.field.name;
    expect([0, 2, 3, 4, 6, 8, 9, 10].map(at)).toEqual(['Control', 'Address', 'Link', 'Flags', 'Value', 'Checksum', 'Checksum', undefined]);
  });

  it('knows the fields around one, so that it can be brought into sight', () => {
    expect(ancestorsOf(fields, 8)).toEqual(['5', '6']);
    expect(ancestorsOf(fields, 0)).toEqual([]);
  });

  it('tints each octet by the innermost field, a checksum within a field as a checksum', () => {
    expect(tintsOf(given, 11)).toEqual(['link', 'link', 'link', 'link', 'data', 'data', 'data', 'data', 'check', 'check', 'none']);
  });
});

describe('octets as text and numbers', () => {
  it('go to hex and back', () => {
    expect(spacedHex('0AFF10')).toBe('0A FF 10');
    expect([...octetsOf('0AFF10')]).toEqual([10, 255, 16]);
  });

  it('are read as the usual types of their length, both orders, with the sign', () => {
    const read = (hex: string) => Object.fromEntries(octetReadings(octetsOf(hex)).map(({ label, value }) => [label, value]));
    expect(read('FF')).toEqual({ uint8: '255, signed −1', 'Bits 7 to 0': '1111 1111' });
    expect(read('01C4')).toEqual({ 'uint16, high octet first': '452', 'uint16, low octet first': '50177, signed −15359' });
    expect(read('CD0CE943')).toMatchObject({ 'float32, low octet first': '466.1', 'uint32, high octet first': '3440175427, signed −854791869' });
    expect(read('3FF8000000000000')).toMatchObject({ 'float64, high octet first': '1.5' });
    expect(read('424C52')).toEqual({ Text: 'BLR' });
    expect(read('')).toEqual({});
  });
});
