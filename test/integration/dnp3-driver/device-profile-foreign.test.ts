import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { writePointList } from '../../../electron/engine/edits/point-list-files';
import { tableFiles } from '../../../electron/project/point-list/table-files';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { addressOf, type AddressType } from '../../../electron/protocols/dnp3/point-address';
import { dnp3PointsArbitrary } from '../../support/dnp3-point-arbitraries';
import { makeDevice } from '../../support/domain-fixtures';

const protocol = createDnp3Protocol();

/** Reads profiles with Python's expat: of each the indexes and names by list, in the namespace of April 2016. */
const READER = `
import json, sys, xml.etree.ElementTree as E
N = '{http://www.dnp3.org/DNP3/DeviceProfile/April2016}'
out = []
for text in json.load(sys.stdin):
    root = E.fromstring(text.encode('utf-8'))
    assert root.tag == N + 'DNP3DeviceProfileDocument', root.tag
    lists = root.find(N + 'referenceDevice').find(N + 'dataPointsList')
    out.append([[l.tag[len(N):], int(p.find(N + 'index').text)] for l in lists for p in l.find(N + 'dataPoints')])
print(json.dumps(out))
`;
const LISTS: Readonly<Record<AddressType, string>> = { 'binary-input': 'binaryInputPoints', 'double-bit-input': 'doubleBitInputPoints', 'binary-output': 'binaryOutputPoints', counter: 'counterPoints', 'frozen-counter': 'counterPoints', 'analog-input': 'analogInputPoints', 'frozen-analog': 'analogInputPoints', 'analog-output': 'analogOutputPoints', 'octet-string': 'octetStringPoints' };

it('a written device profile is good XML to another reader, whatever stands in the points, with each index in its list', async () => {
  const samples = fc.sample(dnp3PointsArbitrary, { numRuns: 100, seed: 20_261_124 });
  const texts: string[] = [];
  for (const points of samples) {
    const { octets } = await writePointList(makeDevice(points, { protocol: 'dnp3', settings: protocol.deviceSettings.parse({}) }), protocol, 'dnp3-profile', tableFiles);
    texts.push(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  }
  const read: unknown = JSON.parse(execFileSync('/usr/bin/python3', ['-c', READER], { input: JSON.stringify(texts), encoding: 'utf8' }));
  const expected = samples.map((points) => {
    const places = new Set(points.flatMap((point) => addressOf(point) ?? []).map(({ type, index }) => `${LISTS[type]} ${index}`));
    return [...places].sort();
  });
  expect(Array.isArray(read) && read.map((places: unknown) => (Array.isArray(places) ? places.map((place: unknown) => (Array.isArray(place) ? place.join(' ') : '')).sort() : []))).toEqual(expected);
});
