import { describe, expect, it } from 'vitest';
import { dnp3Dissector } from '../../../electron/protocols/dnp3/dissector';
import type { DissectedField } from '../../../electron/protocols/protocol';
import { encodeLinkFrame, TransportSegmenter } from '../../../electron/stacks/dnp3';
import { makePoint } from '../../support/domain-fixtures';
import { octets } from '../../vectors/dnp3/octets';

/** Link frames that carry a fragment between master 1 and outstation 10. */
function frames(fragment: Uint8Array, fromMaster: boolean, segmenter = new TransportSegmenter()): Uint8Array[] {
  return segmenter.segments(fragment).map((userData) => {
    const [destination, source] = fromMaster ? [10, 1] : [1, 10];
    const encoded = encodeLinkFrame({ fromMaster, primary: true, fcb: false, fcvOrDfc: false, functionCode: 4, destination, source, userData });
    if (encoded.kind === 'invalid') throw new Error(encoded.reason);
    return encoded.octets;
  });
}

const one = (fragment: string, fromMaster: boolean): Uint8Array => frames(octets(fragment), fromMaster)[0]!;
const dissect = (frame: Uint8Array, context = {}) => dnp3Dissector.dissect(frame, 'received', {}, context);
const names = (fields: readonly DissectedField[], indent = ''): string[] => fields.flatMap(({ name, text, children }) => [`${indent}${name}: ${text}`, ...names(children, `${indent}  `)]);

describe('DNP3 frames for the traffic view', () => {
  it('name the outstation in both directions, as its settings do', () => {
    expect([dissect(one('C3 01 3C 02 06', true)), dissect(one('C3 81 00 00', false))].map(({ station }) => station)).toEqual(['Outstation 10', 'Outstation 10']);
    expect(dnp3Dissector.stationOf({ masterAddress: 1, outstationAddress: 10 })).toBe('Outstation 10');
  });

  it('have a request and its response in common; a confirm answers nothing, so that no round trip is shown of it', () => {
    const request = dissect(one('C3 01 3C 02 06', true));
    const response = dissect(one('E3 81 00 00', false));
    const confirm = dissect(one('C3 00', true));
    expect(request).toMatchObject({ function: '01 Read', answers: null });
    expect(response).toMatchObject({ function: '129 Response', answers: request.asks });
    expect(response.asks).toBeNull();
    expect(confirm).toMatchObject({ function: '00 Confirm', asks: null, answers: null });
    expect(dissect(one('C4 81 00 00', false)).answers).not.toBe(request.asks);
    // An unsolicited response answers nobody, and its confirm neither.
    const unsolicited = dissect(one('F3 82 00 00', false));
    expect(unsolicited).toMatchObject({ function: '130 Unsolicited response', answers: null });
    expect(unsolicited.asks).toBeNull();
    expect(dissect(one('D3 00', true))).toMatchObject({ asks: null, answers: null });
  });

  it('say what they carry: classes, objects, or nothing', () => {
    const said = (fragment: string, fromMaster = true) => dissect(one(fragment, fromMaster)).summary;
    expect(said('C3 01 3C 02 06 3C 03 06 3C 04 06 3C 01 06')).toBe('class 1, 2, 3, 0');
    expect(said('E9 81 02 00 02 02 28 01 00 04 00 81 00 68 E5 CF 8B 01 20 05 28 01 00 00 00 01 CD 0C E9 43', false)).toBe('1 binary input event g2v2, 1 analog input event g32v5; confirm wanted');
    expect(said('C3 00')).toBe('sequence 3');
  });

  it('expect no answer to what is never answered', () => {
    expect(dissect(one('C3 06 0C 01 17 01 03 41 01 64 00 00 00 00 00 00 00 00', true)).asks).toBeNull();
  });

  it('pair the link layer too: a link status is asked for and told', () => {
    const link = (fromMaster: boolean, primary: boolean, functionCode: number): Uint8Array => {
      const encoded = encodeLinkFrame({ fromMaster, primary, fcb: false, fcvOrDfc: false, functionCode, destination: fromMaster ? 10 : 1, source: fromMaster ? 1 : 10, userData: new Uint8Array(0) });
      return encoded.kind === 'octets' ? encoded.octets : new Uint8Array(0);
    };
    const asked = dissect(link(true, true, 9));
    expect(asked).toMatchObject({ function: 'request link status', answers: null });
    expect(dissect(link(false, false, 11)).answers).toBe(asked.asks);
    expect(dissect(link(false, true, 9)).asks).not.toBe(asked.asks);
    expect(dissect(link(false, false, 0)).answers).not.toBe(asked.asks);
  });

  it('notice indications by their numbers and names, and commands that were refused', () => {
    expect(dissect(one('C3 81 90 08', false)).notice).toBe('IIN1.4 needs time, IIN1.7 device restart, IIN2.3 event buffer overflow');
    expect(dissect(one('C3 81 02 00', false)).notice).toBe('');
    expect(dissect(one('C3 81 00 00 0C 01 17 01 03 41 01 64 00 00 00 00 00 00 00 07', false)).notice).toBe('point 3: local');
  });

  it('lie in layers, with each bit and field of an object under it and the names of points', () => {
    const points = [makePoint({ name: 'Pump fault', address: { type: 'binary-input', index: 4 }, dataType: 'boolean' }), makePoint({ name: 'Thermal power', address: { type: 'analog-input', index: 0 }, dataType: 'float32' })];
    const { fields } = dissect(one('E9 81 82 00 02 02 28 01 00 04 00 81 00 68 E5 CF 8B 01 20 07 28 01 00 00 00 01 CD 0C E9 43 00 68 E5 CF 8B 01', false), { points });
    expect(fields.map(({ name, layer }) => `${name} ${layer ?? ''}`)).toEqual(['Link link', 'Transport link', 'Application application', 'Binary input event, with absolute time data', 'Analog input event, single precision with time data', 'Checksums check']);
    const told = names(fields);
    expect(told).toEqual(
      expect.arrayContaining([
        '    Confirm wanted (CON): 1',
        '  Internal indications: 82 00 (class1Events, deviceRestart)',
        '    IIN1.1: class 1 events available',
        '    IIN1.7: device restart',
        '  Point 4 Pump fault: 1, online, 2023-11-14T22:13:20.000Z',
        '    State and flags: 1, online',
        '    Flags: online',
        '    Value: 466.1',
        '    Time: 2023-11-14T22:13:20.000Z',
        'Checksums: all 4 right',
      ]),
    );
    expect(told.some((line) => line.startsWith('  Point 0 Thermal power: 466.1'))).toBe(true);
  });

  it('of one fragment are put together, whichever order number they begin with, and not where one is missing', () => {
    // 300 analog inputs of 3 octets each, from index 0.
    const values = Uint8Array.from({ length: 900 }, (_, at) => (at % 3 === 0 ? 1 : at % 256));
    const fragment = Buffer.concat([octets('E3 81 00 00 1E 02 01 00 00 2B 01'), values]);
    const segmenter = new TransportSegmenter();
    frames(octets('C0 81 00 00'), false, segmenter);
    const parts = frames(fragment, false, segmenter);
    expect(parts).toHaveLength(4);
    expect(parts.map((part) => dissect(part).part)).toEqual([
      { key: '10 1', first: true, last: false },
      { key: '10 1', first: false, last: false },
      { key: '10 1', first: false, last: false },
      { key: '10 1', first: false, last: true },
    ]);
    const points = [makePoint({ name: 'Last', address: { type: 'analog-input', index: 299 }, dataType: 'float32' })];
    const { assembled } = dissect(parts[3]!, { together: parts, points });
    expect([...(assembled?.octets ?? [])]).toEqual([...fragment]);
    expect(assembled?.title).toBe('Fragment of 911 octets in 4 frames: response, g30v2 x300');
    const last = names(assembled?.fields ?? []).find((line) => line.includes('Point 299 Last'));
    expect(last).toBeDefined();
    expect(dissect(parts[3]!, { together: [parts[0]!, parts[2]!, parts[3]!] }).assembled).toBeNull();
    expect(dissect(parts[3]!).assembled).toBeNull();
  });

  it('that are none name nobody', () => {
    expect(dissect(octets('05 64 05 C9 01 00'))).toMatchObject({ station: '', asks: null, answers: null, part: null, problem: expect.stringContaining('shortest') as string });
  });

  it('stand in a capture as other programs know them', () => {
    const forms = ['tcp', 'tls', 'udp', 'serial'].map((transport) => dnp3Dissector.captureForm({ transport, host: 'a', port: 4000 }));
    expect(forms).toEqual([{ kind: 'tcp', port: 20_000 }, { kind: 'tcp', port: 20_000 }, { kind: 'udp', port: 20_000 }, { kind: 'named', dissector: 'dnp3.udp' }]);
  });
});
