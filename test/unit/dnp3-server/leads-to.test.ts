import { expect, it } from 'vitest';
import { dnp3Server } from '../../../electron/protocols/dnp3/server/dnp3-server';
import { lineSettingsSchema } from '../../../electron/protocols/dnp3/line-settings';
import { leadsTo } from '../../../electron/protocols/dnp3/server/leads-to';
import { serverSettingsSchema } from '../../../electron/protocols/dnp3/server/server-settings';

const line = (more: Record<string, unknown>) => lineSettingsSchema.parse({ host: '127.0.0.1', ...more });
const port = (more: Record<string, unknown>) => serverSettingsSchema.parse(more);

it('finds the port of this computer that a line leads to', () => {
  expect(leadsTo(line({}), port({}), '127.0.0.1:20000')).toBe(true);
  expect(leadsTo(line({ host: 'LocalHost' }), port({}), '127.0.0.1:20000')).toBe(true);
  expect(leadsTo(line({ host: '10.0.0.7' }), port({ host: '0.0.0.0' }), '0.0.0.0:20000', ['10.0.0.7'])).toBe(true);
  expect(dnp3Server.leadsTo?.({ host: '127.0.0.1', port: 45_001 }, { settings: { port: 0 }, address: '127.0.0.1:45001' })).toBe(true);
});

it('takes no other port, transport or computer for it', () => {
  expect(leadsTo(line({ port: 20_001 }), port({}), '127.0.0.1:20000')).toBe(false);
  expect(leadsTo(line({ transport: 'udp' }), port({}), '127.0.0.1:20000')).toBe(false);
  expect(leadsTo(line({ host: '10.0.0.8' }), port({ host: '0.0.0.0' }), '0.0.0.0:20000', ['10.0.0.7'])).toBe(false);
  expect(leadsTo(line({ host: '10.0.0.7' }), port({}), '127.0.0.1:20000', ['10.0.0.7'])).toBe(false);
  // A port that is not open has no address.
  expect(leadsTo(line({}), port({}), '')).toBe(false);
});

it('never knows where a serial line leads', () => {
  expect(leadsTo(line({ transport: 'serial', serialPath: '/dev/ttyS0' }), port({ transport: 'serial', serialPath: '/dev/ttyS0' }), '/dev/ttyS0 9600 8N1')).toBe(false);
});
