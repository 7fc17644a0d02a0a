import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewFile, writePointList } from '../../../electron/engine/edits/point-list-files';
import { tableFiles } from '../../../electron/project/point-list/table-files';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { addressOf } from '../../../electron/protocols/dnp3/point-address';
import { readProfile } from '../../../electron/protocols/dnp3/profile/read-profile';
import { pointSchema, type Point } from '../../../shared/domain/point';
import { dnp3PointsArbitrary } from '../../support/dnp3-point-arbitraries';
import { makeDevice, makePoint } from '../../support/domain-fixtures';
import { like } from '../../support/like';

const protocol = createDnp3Protocol();
const settings = protocol.deviceSettings.parse({ masterAddress: 3, outstationAddress: 1024 });
const device = (points: readonly Point[], own = settings) => makeDevice(points, { protocol: 'dnp3', settings: own });
const preview = (content: Uint8Array | string, target = device([]), format = 'dnp3-profile') =>
  previewFile({ content: typeof content === 'string' ? new TextEncoder().encode(content) : content, format, device: target, protocol, files: tableFiles, isIdTaken: () => false });

/** As another program writes it: 2010's namespace, a prefix, defaults of a type, points with and without their own. */
const FOREIGN = `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="DNP3DeviceProfileJan2010.xslt"?>
<dnp:DNP3DeviceProfileDocument xmlns:dnp="http://www.dnp3.org/DNP3/DeviceProfile/Jan2010" schemaVersion="2.07.00">
 <dnp:documentHeader><dnp:documentName>Feeder relay</dnp:documentName></dnp:documentHeader>
 <dnp:referenceDevice>
  <dnp:configuration>
   <dnp:deviceConfig><dnp:vendorName><dnp:currentValue><dnp:value>Maker</dnp:value></dnp:currentValue></dnp:vendorName></dnp:deviceConfig>
   <dnp:networkConfig><dnp:tcpListenPort><dnp:currentValue><dnp:value>20000</dnp:value></dnp:currentValue></dnp:tcpListenPort></dnp:networkConfig>
   <dnp:linkConfig>
    <dnp:dataLinkAddress><dnp:capabilities><dnp:range><dnp:minimum>0</dnp:minimum></dnp:range></dnp:capabilities><dnp:currentValue><dnp:value>17</dnp:value></dnp:currentValue></dnp:dataLinkAddress>
    <dnp:linkLayerConfirmTimeout><dnp:currentValue><dnp:none/></dnp:currentValue></dnp:linkLayerConfirmTimeout>
   </dnp:linkConfig>
   <dnp:applConfig><dnp:maxReceivedFragmentSize><dnp:currentValue><dnp:value>512</dnp:value></dnp:currentValue></dnp:maxReceivedFragmentSize></dnp:applConfig>
   <dnp:unsolicitedConfig><dnp:supportsUnsolicitedReporting><dnp:currentValue><dnp:off/></dnp:currentValue></dnp:supportsUnsolicitedReporting></dnp:unsolicitedConfig>
   <dnp:outstationConfig><dnp:eventBufferOverflowBehavior><dnp:currentValue><dnp:discardOldest/></dnp:currentValue></dnp:eventBufferOverflowBehavior></dnp:outstationConfig>
  </dnp:configuration>
  <dnp:database>
   <dnp:analogInputGroup><dnp:configuration>
    <dnp:defaultStaticVariation><dnp:currentValue><dnp:two/></dnp:currentValue></dnp:defaultStaticVariation>
    <dnp:defaultEventVariation><dnp:currentValue><dnp:four/></dnp:currentValue></dnp:defaultEventVariation>
   </dnp:configuration></dnp:analogInputGroup>
  </dnp:database>
  <dnp:implementationTable><dnp:table><dnp:supportedVariation><dnp:objectGroup>1</dnp:objectGroup></dnp:supportedVariation></dnp:table></dnp:implementationTable>
  <dnp:dataPointsList>
   <dnp:binaryInputPoints><dnp:dataPoints>
    <dnp:binaryInput><dnp:index>0</dnp:index><dnp:name>Breaker &amp; isolator</dnp:name><dnp:changeEventClass>one</dnp:changeEventClass><dnp:nameState0>Open</dnp:nameState0><dnp:nameState1>Closed</dnp:nameState1></dnp:binaryInput>
    <dnp:binaryInput><dnp:index>70000</dnp:index><dnp:name>Too far</dnp:name></dnp:binaryInput>
   </dnp:dataPoints></dnp:binaryInputPoints>
   <dnp:binaryOutputPoints><dnp:dataPoints>
    <dnp:binaryOutput><dnp:index>4</dnp:index><dnp:name>Trip</dnp:name><dnp:supportedControlOperations><dnp:supportSelectOperate/></dnp:supportedControlOperations></dnp:binaryOutput>
    <dnp:binaryOutput><dnp:index>5</dnp:index><dnp:name>Status only</dnp:name><dnp:supportedControlOperations/></dnp:binaryOutput>
   </dnp:dataPoints></dnp:binaryOutputPoints>
   <dnp:counterPoints><dnp:dataPoints>
    <dnp:counter><dnp:index>2</dnp:index><dnp:name>Energy</dnp:name><dnp:counterEventClass>three</dnp:counterEventClass><dnp:frozenCounterExists>true</dnp:frozenCounterExists><dnp:frozenCounterEventClass>none</dnp:frozenCounterEventClass><dnp:counterRollOver>4294967295</dnp:counterRollOver></dnp:counter>
   </dnp:dataPoints></dnp:counterPoints>
   <dnp:analogInputPoints><dnp:dataPoints>
    <dnp:analogInput><dnp:index>7</dnp:index><dnp:changeEventClass>two</dnp:changeEventClass><dnp:minIntegerTransmittedValue>0</dnp:minIntegerTransmittedValue><dnp:scaleOffset>-50</dnp:scaleOffset><dnp:scaleFactor>0.1</dnp:scaleFactor><dnp:units>kV</dnp:units><dnp:dnpData><dnp:deadband>25</dnp:deadband></dnp:dnpData></dnp:analogInput>
    <dnp:analogInput><dnp:index>8</dnp:index><dnp:name>Own</dnp:name><dnp:defaultStaticVariation>five</dnp:defaultStaticVariation></dnp:analogInput>
   </dnp:dataPoints></dnp:analogInputPoints>
   <dnp:virtualTerminalPoints><dnp:dataPoints><dnp:virtualTerminal><dnp:index>0</dnp:index></dnp:virtualTerminal></dnp:dataPoints></dnp:virtualTerminalPoints>
  </dnp:dataPointsList>
 </dnp:referenceDevice>
</dnp:DNP3DeviceProfileDocument>`;

describe('a DNP3 device profile', () => {
  it('loses no field of a point on the way round: into the same device every point is the same, into an empty one each comes back whole', async () => {
    await fc.assert(
      fc.asyncProperty(dnp3PointsArbitrary, async (points) => {
        for (const point of points) {
          expect(pointSchema.parse(point)).toEqual(point);
          expect(protocol.checkPoint(point)).toBeNull();
        }
        const { octets, name } = await writePointList(device(points), protocol, 'dnp3-profile', tableFiles);
        expect(name).toBe('DEV-01.xml');
        const same = await preview(octets, device(points));
        expect(same.rows.map(({ action, problems }) => ({ action, problems }))).toEqual(points.map(() => ({ action: 'same', problems: [] })));
        const fresh = await preview(octets);
        const byId = (all: readonly (Point | null)[]) => new Map(all.map((point) => [point?.id, point]));
        expect(byId(fresh.rows.map(({ point }) => point))).toEqual(byId(points));
        expect(fresh.rows.every(({ action }) => action === 'add')).toBe(true);
      }),
      { numRuns: 20, seed: 20_261_124 },
    );
  }, 60_000);

  it('gives most of a point to programs that know nothing of our notes', async () => {
    const point = makePoint({ name: 'Flow <1>', address: protocol.pointAddress.parse({ type: 'analog-input', index: 3, eventClass: 2, staticVariation: 5, eventVariation: 7, eventDeadband: 0.5 }), dataType: 'float32', scale: 0.25, offset: -4, unit: 'm³/h', description: 'Main' });
    const { octets } = await writePointList(device([point]), protocol, 'dnp3-profile', tableFiles);
    const text = new TextDecoder().decode(octets).replaceAll(/<\?thermacore-point.*?\?>/g, '');
    const { rows } = await preview(text);
    expect(rows[0]?.point).toEqual({ ...point, id: rows[0]?.point?.id });
  });

  it('of another program gives its points with the defaults of their types, and the settings it states', async () => {
    const { rows, settings: stated } = await preview(FOREIGN);
    const points = rows.flatMap(({ point }) => (point === null ? [] : [{ ...addressOf(point), name: point.name, dataType: point.dataType, access: point.access, scale: point.scale, offset: point.offset, unit: point.unit, enumeration: point.enumeration }]));
    expect(points).toHaveLength(7);
    expect(points).toMatchObject([
      { type: 'binary-input', index: 0, name: 'Breaker & isolator', eventClass: 1, enumeration: [{ value: 0, label: 'Open' }, { value: 1, label: 'Closed' }] },
      { type: 'binary-output', index: 4, access: 'read-write' },
      { type: 'binary-output', index: 5, access: 'read' },
      { type: 'counter', index: 2, name: 'Energy', eventClass: 3 },
      { type: 'frozen-counter', index: 2, name: 'Energy (frozen)', eventClass: 0 },
      { type: 'analog-input', index: 7, name: 'AI 7', eventClass: 2, staticVariation: 2, eventVariation: 4, eventDeadband: 25, dataType: 'int16', scale: 0.1, offset: -50, unit: 'kV' },
      { type: 'analog-input', index: 8, name: 'Own', staticVariation: 5, dataType: 'float32', scale: 1 },
    ]);
    expect(stated?.values).toMatchObject({ outstationAddress: 17, masterAddress: 3, unsolicitedClasses: '', maxRequestOctets: 512 });
    expect(stated?.changes.map(({ label, before, after }) => `${label}: ${before} > ${after}`)).toContain('Outstation address: 1024 > 17');
  });

  it('names the point that does not go by its line, and counts what it does not keep', async () => {
    const { rows, notes } = await preview(FOREIGN);
    expect(rows.filter(({ action }) => action === 'bad')).toMatchObject([{ row: 27, problems: [{ column: 'index' }], cells: { name: 'Too far', address: 'binary-input 70000' } }]);
    const told = (notes ?? []).join('\n');
    expect(told).toContain('vendor Maker; TCP port 20000; link confirm timeout none');
    expect(told).toContain('1 other parameter of its configuration is not used: eventBufferOverflowBehavior');
    expect(told).toContain('1 virtualTerminal of the point list is not taken');
    expect(told).toContain('counterRollOver (1 ×)');
    expect(told).toContain('minIntegerTransmittedValue (1 ×)');
    expect(told).toContain('implementation table (1 entry)');
  });

  it('leaves alone what it does not tell of a point that is there', async () => {
    const there = makePoint({ name: 'Old name', address: protocol.pointAddress.parse({ type: 'binary-output', index: 4, control: 'trip-close', onTimeMs: 77 }), dataType: 'boolean', access: 'read-write', tags: ['kept'] });
    const { rows } = await preview(FOREIGN, device([there]));
    const updated = rows.find(({ point }) => point?.id === there.id);
    expect(updated).toMatchObject({ action: 'update', point: { name: 'Trip', tags: ['kept'], address: { control: 'trip-close', onTimeMs: 77 } } });
  });

  it.each([
    ['a document type, with entities that would grow', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', 'document type'],
    ['an entity of somewhere else', '<a>&other;</a>', 'no good XML'],
    ['a document cut short', FOREIGN.slice(0, 2000), 'no good XML'],
    ['another document', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'no DNP3 device profile'],
    ['elements without end', '<a>'.repeat(70), 'deep'],
    ['no points', '<DNP3DeviceProfileDocument/>', 'lists no points'],
    ['nothing', '', 'no good XML'],
    ['an encoding that is none', '<?xml version="1.0" encoding="klingon"?><a/>', 'klingon'],
    ['one text without end', `<a>${'x'.repeat(2_000_000)}`, 'characters in one piece'],
    ['one attribute without end', `<a b="${'x'.repeat(2_000_000)}`, 'characters in one piece'],
    ['one comment without end', `<a><!--${'x'.repeat(2_000_000)}`, 'characters in one piece'],
    ['an element of very many attributes', `<a ${Array.from({ length: 2000 }, (_unused, index) => `a${index}=""`).join(' ')}/>`, 'attributes in one element'],
    ['points with elements without end', `<DNP3DeviceProfileDocument><referenceDevice><dataPointsList><analogInputPoints><dataPoints>${`<analogInput><index>1</index>${'<b/>'.repeat(2000)}</analogInput>`.repeat(10)}</dataPoints></analogInputPoints></dataPointsList></referenceDevice></DNP3DeviceProfileDocument>`, 'elements in one analogInput'],
  ])('that is %s is refused in plain words', async (_, text, words) => {
    await expect(preview(text)).rejects.toMatchObject({ code: 'bad_input', message: like.containing(words) });
  });

  it('is read in the encoding that it declares', async () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><DNP3DeviceProfileDocument xmlns="http://www.dnp.org/DNP3/DeviceProfile"><referenceDevice><dataPointsList><binaryInputPoints><dataPoints><binaryInput><index>1</index><name>Tür</name></binaryInput></dataPoints></binaryInputPoints></dataPointsList></referenceDevice></DNP3DeviceProfileDocument>';
    const { rows } = await preview(Uint8Array.from(Buffer.from(text, 'latin1')));
    expect(rows[0]?.point?.name).toBe('Tür');
  });

  it('is read whole where its points stand on lines of their own, with what they can do, by the ten thousand', async () => {
    const operations = `\n   <supportedControlOperations>${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => `\n    <${name}/>`).join('')}\n   </supportedControlOperations>`;
    const points = Array.from({ length: 20_500 }, (_, index) => `\n  <binaryOutput>\n   <index>${index}</index>${operations}\n  </binaryOutput>`);
    const { points: read } = await readProfile(new TextEncoder().encode(`<DNP3DeviceProfileDocument><referenceDevice><dataPointsList><binaryOutputPoints><dataPoints>${points.join('')}</dataPoints></binaryOutputPoints></dataPointsList></referenceDevice></DNP3DeviceProfileDocument>`));
    expect(read).toHaveLength(20_500);
  });

  it('lets others have their turn while a large one is read', async () => {
    const points = Array.from({ length: 5000 }, (_, index) => makePoint({ name: `P${index}`, address: protocol.pointAddress.parse({ type: 'analog-input', index }), dataType: 'float64' }));
    const { octets } = await writePointList(device(points), protocol, 'dnp3-profile', tableFiles);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { rows } = await preview(octets);
    clearInterval(timer);
    expect(rows).toHaveLength(5000);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('a DNP3 point list', () => {
  for (const format of ['csv', 'xlsx'] as const) {
    it(`as ${format} keeps class, variations, deadband, unit, scale and every other field on the way round`, async () => {
      await fc.assert(
        fc.asyncProperty(dnp3PointsArbitrary, async (points) => {
          const { octets } = await writePointList(device(points), protocol, format, tableFiles);
          const fresh = await preview(octets, device([]), format);
          expect(fresh.rows.map(({ point }) => point)).toEqual(points);
        }),
        { numRuns: format === 'csv' ? 25 : 6, seed: 20_261_124 },
      );
    }, 60_000);
  }
});
