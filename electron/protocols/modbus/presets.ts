import type { Preset } from '../../../shared/contract/devices';

/** Settings that go together. What a preset does not name stays. */
export const presets: Preset[] = [
  {
    id: 'gentle',
    title: 'Gentle',
    help: 'For small gateways and old controllers, which drop what comes too fast, too long, or over a second connection',
    lineSettings: { connectionUse: 'shared', afterConnectDelayMs: 200, interRequestDelayMs: 50 },
    deviceSettings: { pipelineDepth: 1, requestDelayMs: 100, timeoutMs: 3000, retries: 2, maxRegistersPerRead: 32, maxBitsPerRead: 256, maxRegistersPerWrite: 16, gapTolerance: 0 },
  },
  {
    id: 'secure',
    title: 'TLS',
    help: 'Modbus/TCP Security on its usual port, with certificates checked on both sides',
    lineSettings: { transport: 'tls', port: 802, verify: true },
    deviceSettings: {},
  },
];
