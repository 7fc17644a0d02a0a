import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMqttProtocol } from '../../../electron/protocols/mqtt';
import { publishFields } from '../../../electron/protocols/mqtt/publish-packet';
import { makePoint } from '../../support/domain-fixtures';
import type { Opaque, Point } from '../../../shared/domain/point';

const protocol = createMqttProtocol();

describe('publishFields', () => {
  it('shows the very octets that the library sends', () => {
    // The packet writer that the MQTT library itself uses.
    const { generate } = createRequire(createRequire(import.meta.url).resolve('mqtt'))('mqtt-packet') as { generate: (packet: object, options: object) => Buffer };
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.uint8Array({ maxLength: 300 }), fc.constantFrom<0 | 1 | 2>(0, 1, 2), fc.boolean(), fc.constantFrom<'3.1.1' | '5'>('3.1.1', '5'), (topic, payload, qos, retain, version) => {
        const clean = topic.replaceAll(/[\0+#]/g, 'x');
        const shown = Buffer.from(publishFields({ topic: clean, payload, qos, retain, version }).map(({ octets }) => octets).join('').replaceAll(' ', ''), 'hex');
        const sent = generate({ cmd: 'publish', topic: clean, payload: Buffer.from(payload), qos, retain, dup: false, messageId: 1 }, { protocolVersion: version === '5' ? 5 : 4 });
        // The identifier is chosen when it is sent.
        const at = shown.length - payload.length - (version === '5' ? 1 : 0) - 1;
        if (qos > 0) shown[at] = 1;
        expect(shown.toString('hex')).toBe(sent.toString('hex'));
      }),
    );
  });
});

describe('the MQTT protocol', () => {
  it('has defaults for every field that its screens draw, and its schemas take them', () => {
    const defaults = (fields: typeof protocol.description.lineFields): Opaque => Object.fromEntries(fields.map(({ key, defaultValue }) => [key, defaultValue]));
    const line = { ...defaults(protocol.description.lineFields), host: 'broker' };
    expect(protocol.lineSettings.parse({ host: 'broker' })).toEqual(line);
    expect(protocol.deviceSettings.parse({})).toEqual(defaults(protocol.description.deviceFields));
    expect(protocol.pointAddress.parse({ topic: 't' })).toEqual({ ...defaults(protocol.description.addressFields), topic: 't' });
  });

  it('needs a client id where the broker is to keep the session', () => {
    expect(protocol.lineSettings.safeParse({ host: 'broker', cleanSession: false }).success).toBe(false);
    expect(protocol.lineSettings.safeParse({ host: 'broker', cleanSession: false, clientId: 'a' }).success).toBe(true);
  });

  it('takes settings with the same broker, user and client id as one line', () => {
    const key = (settings: Opaque) => protocol.lineKey({ host: 'Broker', ...settings });
    expect(key({})).toBe(key({ host: 'broker', keepAliveS: 60 }));
    for (const other of [{ port: 1884 }, { username: 'x' }, { clientId: 'x' }, { tls: true }]) expect(key(other)).not.toBe(key({}));
    expect(protocol.lineLabel({ host: '::1', port: 8883, tls: true })).toBe('[::1]:8883 TLS');
  });

  it('says in plain words what is wrong with a point', () => {
    const problem = (address: Opaque, fields: Partial<Point> = {}) => protocol.checkPoint(makePoint({ dataType: 'float64', address: { topic: 't', ...address }, ...fields }));
    expect(problem({})).toBeNull();
    expect(problem({ topic: 'a/#/b' })).toContain('# stands alone');
    expect(problem({ payload: 'text' })).toContain('choose string');
    expect(problem({}, { dataType: 'string' })).toContain('choose a numeric type');
    for (const dataType of ['bcd16', 'q7.8', 'unix32'] as const) expect(problem({}, { dataType })).toContain('choose another type');
    expect(problem({ topic: 'a/+' }, { access: 'read-write' })).toContain('topic of its own');
    expect(problem({ topic: 'a/+', publishTopic: 'a/set' }, { access: 'read-write' })).toBeNull();
    expect(problem({ publishTemplate: 'on' }, { access: 'write' })).toContain('{value}');
    expect(problem({ payload: 'json', field: 'a..b' })).toContain('a path such as');
  });

  it('brings an address through the columns of a file and back', () => {
    const addresses = fc.record({
      topic: fc.constantFrom('a', 'plant/+/t', 'x/#'),
      payload: fc.constantFrom('number', 'json', 'text', 'boolean'),
      field: fc.constantFrom('', 'a.b[2].c'),
      timeField: fc.constantFrom('', 'ts'),
      qos: fc.constantFrom(0, 1, 2),
      publishTopic: fc.constantFrom('', 'set'),
      publishTemplate: fc.constantFrom('', '{"v":{value}, "x": "a,b"}'),
      publishRetain: fc.boolean(),
    });
    fc.assert(
      fc.property(addresses, (address) => {
        expect(protocol.addressColumns.parse(protocol.addressColumns.format(makePoint({ address })))).toEqual({ address });
      }),
    );
  });

  it('names the column of each bad cell', () => {
    const columns = (cells: Record<string, string>) => {
      const parsed = protocol.addressColumns.parse({ topic: 't', ...cells });
      return 'problems' in parsed ? parsed.problems.map(({ column }) => column) : [];
    };
    expect(columns({ qos: '3' })).toEqual(['qos']);
    expect(columns({ payload: 'xml' })).toEqual(['payload']);
    expect(columns({ topic: '' })).toContain('topic');
    expect(columns({ publish_retain: 'perhaps' })).toEqual(['publish_retain']);
    expect(columns({ time_field: '[' })).toEqual(['time_field']);
    expect(columns({})).toEqual([]);
  });
});
