import { describe, expect, it } from 'vitest';
import { createDnp3Protocol } from '../../../electron/protocols/dnp3';
import { readMasters } from '../../../electron/protocols/dnp3/server/master-list';
import { servedPoints } from '../../../electron/protocols/dnp3/server/served-point';
import { unitSettingsSchema } from '../../../electron/protocols/dnp3/server/unit-settings';
import { makePoint } from '../../support/domain-fixtures';

const protocol = createDnp3Protocol();
const server = protocol.server!;

describe('masters of an outstation', () => {
  it.each([
    ['', [1], false],
    ['2, 5-7', [1, 2, 5, 6, 7], false],
    ['*', [1], true],
    ['1,1 , 3', [1, 3], false],
  ])('are read from %j', (text, named, any) => {
    expect(readMasters(1, text)).toEqual({ named, any });
  });

  it.each([
    ['all', '"all" is no address'],
    ['7-5', '7-5 runs backwards'],
    ['1-400', 'more than 32 masters'],
    ['65520', 'no master'],
  ])('are refused as %j', (text, problem) => {
    expect(readMasters(1, text)).toMatchObject({ problem: expect.stringContaining(problem) as string });
  });

  it('can not have the address of the outstation', () => {
    expect(unitSettingsSchema.safeParse({ outstationAddress: 6, otherMasters: '5-7' }).success).toBe(false);
  });
});

describe('the forms', () => {
  it('have defaults that their schemas take, and a field for what a schema has', () => {
    const defaults = (fields: readonly { key: string; defaultValue: unknown }[]) => Object.fromEntries(fields.map(({ key, defaultValue }) => [key, defaultValue]));
    expect(server.settings.safeParse(defaults(server.description.portFields)).success).toBe(true);
    const unit = defaults(server.description.unitFields);
    expect(Object.keys(unit).toSorted()).toEqual(Object.keys(unitSettingsSchema.parse({})).toSorted());
    expect(unitSettingsSchema.parse(unit)).toEqual(unitSettingsSchema.parse({}));
    for (const kind of server.description.faultKinds) expect([kind.id, server.checkFault({ kind: kind.id, settings: defaults(kind.fields) as never, scope: defaults(server.description.faultScopeFields) as never })]).toEqual([kind.id, expect.objectContaining({ settings: expect.anything() as unknown })]);
  });

  it('say what a port with TLS lacks, and what a unit takes over from a device', () => {
    expect(server.settings.safeParse({ transport: 'tls' }).error?.issues.map(({ path }) => path[0])).toEqual(['certificate', 'key']);
    expect(server.unitSettings.parse(protocol.deviceSettings.parse({ outstationAddress: 77, masterAddress: 3 }))).toMatchObject({ outstationAddress: 77, masterAddress: 3 });
    expect([server.unitKey({ outstationAddress: 77 }), server.unitLabel({ outstationAddress: 77 }), server.portLabel({ host: '::1', transport: 'udp' })]).toEqual(['77', 'Outstation 77', '[::1]:20000 UDP']);
  });
});

describe('served points', () => {
  const served = (fields: Parameters<typeof makePoint>[0], settings = {}) => servedPoints([makePoint(fields)], unitSettingsSchema.parse(settings))[0]!.config;

  it('have the class of their list, else that of their type', () => {
    expect(served({ address: { type: 'analog-input', index: 0, eventClass: 3 } }).eventClass).toBe(3);
    expect(served({ address: { type: 'analog-input', index: 0 } }).eventClass).toBe(2);
    expect(served({ address: { type: 'counter', index: 0 }, dataType: 'uint32' }, { counterClass: '0' }).eventClass).toBe(0);
  });

  it('have a deadband in raw values, and variations of their data type', () => {
    expect(served({ address: { type: 'analog-input', index: 0 }, scale: 0.1, deadband: 2, dataType: 'int16' })).toMatchObject({ deadband: 20, staticVariation: 2, eventVariation: 4 });
    expect(served({ address: { type: 'analog-input', index: 0 }, dataType: 'float64' }, { analogStatic: '1' })).toMatchObject({ staticVariation: 1, eventVariation: 8 });
    expect(served({ address: { type: 'frozen-counter', index: 0 }, dataType: 'uint32' }, { counterStatic: 5 })).toMatchObject({ staticVariation: 9 });
  });

  it('come once each: of two with one index the first counts', () => {
    const twice = [makePoint({ name: 'A', address: { type: 'analog-input', index: 4 } }), makePoint({ name: 'B', address: { type: 'analog-input', index: 4 } })];
    expect(servedPoints(twice, unitSettingsSchema.parse({})).map(({ point }) => point.name)).toEqual(['A']);
  });
});
