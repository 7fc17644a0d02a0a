import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../../electron/io/channel-error';
import { UnknownTroubles } from '../../../electron/io/unknown-trouble';
import { lineSettingsSchema } from '../../../electron/protocols/mqtt/line-settings';
import { troubleOf } from '../../../electron/protocols/mqtt/trouble-words';

const settings = lineSettingsSchema.parse({ host: 'broker.plant', port: 1883 });

describe('Troubles of a broker in words', () => {
  it('never show what a library or the system says, and keep it as the cause', () => {
    const library = new Error('Cannot parse packet: Invalid header flag bits');
    const trouble = troubleOf(library, settings);
    expect(trouble.message).not.toContain('header');
    expect(trouble.cause).toBe(library);
    const system = Object.assign(new Error('write EPROTONOSUPPORT'), { code: 'EPROTONOSUPPORT' });
    const failed = troubleOf(new ChannelError('failed', `tcp broker.plant:1883: ${system.message}`, system), settings);
    expect(failed.message).not.toContain('EPROTO');
    expect(failed.cause).toBe(system);
  });

  it('name a certificate that is refused for an unknown reason without the words of the library', () => {
    const library = Object.assign(new Error('error:0A000086:SSL routines'), { code: 'CERT_STRANGE' });
    const trouble = troubleOf(new ChannelError('certificate', 'refused', library), settings);
    expect(trouble).toMatchObject({ kind: 'certificate', cause: library });
    expect(trouble.message).toMatch(/the certificate was refused$/);
  });

  it('have no cause where they have words of their own', () => {
    expect(troubleOf(new ChannelError('refused', 'x', new Error('ECONNREFUSED')), settings).cause).toBeUndefined();
  });
});

describe('Unknown troubles', () => {
  it('are logged once while they stay the same, and keep their id', () => {
    const logged: string[] = [];
    const unknown = new UnknownTroubles({ failure: (what, cause) => `${what} E-${logged.push(String(cause))}` });
    expect([unknown.words('It failed.', new Error('a')), unknown.words('It failed.', new Error('a')), unknown.words('It failed.', new Error('b'))]).toEqual(['It failed. E-1', 'It failed. E-1', 'It failed. E-2']);
  });
});
