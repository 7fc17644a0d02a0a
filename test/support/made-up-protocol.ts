import { z } from 'zod';
import type { Diagnostics, TestResult } from '../../shared/contract/devices';
import type { Opaque, Point } from '../../shared/domain/point';
import { GOOD } from '../../shared/domain/quality';
import type { Value } from '../../shared/domain/value';
import type { CommandResult, DeviceContext, Driver, LineContext, LineDriver, Protocol, Reading } from '../../electron/protocols/protocol';

const settings = z.record(z.string(), z.json());

const nothing: Diagnostics = {
  requests: 0, responses: 0, timeouts: 0, bytesSent: 0, bytesReceived: 0, roundTripMs: null, histogram: [], load: null, counters: [], lastError: null,
};

/** One device of the made-up protocol, as the test holds it in its hands. */
export interface MadeUpDevice {
  readonly label: string;
  /** Drivers made so far. */
  made: number;
  closed: number;
  /** Thrown by the next thing that the driver does. */
  trouble: 'none' | 'read' | 'connect' | 'guarded' | 'make';
  readonly values: Map<string, Value>;
  readonly writes: { pointId: string; value: Value }[];
  /** What the driver answers to a command. */
  answer: CommandResult;
  context: DeviceContext | null;
}

const accepted: CommandResult = { outcome: 'accepted', durationMs: 1 };
/** A field of an address or of settings, as text. */
const textOf = (fields: Opaque, key: string, otherwise: string): string => (typeof fields[key] === 'string' ? fields[key] : otherwise);

/** A protocol that is nothing but what a test wants it to be. Devices connect at once; points have the value 1. */
export function madeUpProtocol(name = 'madeup'): { protocol: Protocol; device: (label: string) => MadeUpDevice; lines: { made: number; closed: number } } {
  const devices = new Map<string, MadeUpDevice>();
  const lines = { made: 0, closed: 0 };
  const device = (label: string): MadeUpDevice => {
    const known = devices.get(label) ?? {
      label, made: 0, closed: 0, trouble: 'none' as const, values: new Map<string, Value>(), writes: [], answer: accepted, context: null,
    };
    devices.set(label, known);
    return known;
  };
  const protocol: Protocol = {
    description: {
      name, title: 'Made up', pointListTitle: 'Points', capabilities: ['poll', 'write', 'prepare-write', 'test'],
      lineFields: [{ key: 'password', label: 'Password', kind: 'secret', group: '', unit: '', help: '', choices: [], minimum: null, maximum: null, defaultValue: '', visibleWhen: {} }],
      deviceFields: [], addressFields: [], dataTypes: ['uint16', 'float32'], addressNotations: ['name'], defaultPollIntervalMs: 50,
    },
    lineSettings: settings,
    deviceSettings: settings,
    pointAddress: settings,
    lineKey: (line) => textOf(line, 'key', 'one'),
    lineLabel: (line) => `line ${textOf(line, 'key', 'one')}`,
    checkPoint: () => null,
    addressTexts: (point) => [textOf(point.address, 'at', '')],
    addressKey: (point) => textOf(point.address, 'at', point.id),
    addressColumns: { headers: ['at'], format: (point) => ({ at: textOf(point.address, 'at', '') }), parse: (cells) => ({ address: { at: cells['at'] ?? '' } }) },
    createLine: (_settings, context) => makeLine(context, device, lines),
  };
  return { protocol, device, lines };
}

function makeLine(context: LineContext, device: (label: string) => MadeUpDevice, lines: { made: number; closed: number }): LineDriver {
  lines.made += 1;
  return {
    state: { state: 'open', reason: '' },
    createDevice: (_settings, deviceContext) => makeDriver(device(deviceContext.label), deviceContext, context),
    testDevice: async (): Promise<TestResult> => ({ success: true, ranAt: 0, steps: [], diagnosis: 'made up', evidence: '', suggestions: [] }),
    diagnostics: () => nothing,
    close: async () => {
      lines.closed += 1;
    },
  };
}

function makeDriver(held: MadeUpDevice, context: DeviceContext, line: LineContext): Driver {
  held.made += 1;
  held.context = context;
  if (held.trouble === 'make') throw new Error('made up: it can not be made');
  const readingOf = (point: Point): Reading => ({
    pointId: point.id, value: held.values.get(point.id) ?? 1, raw: Uint8Array.of(0, Number(held.values.get(point.id) ?? 1)), quality: GOOD, sourceTime: null, receivedTime: line.clock.nowMicros(),
  });
  return {
    connect: () => {
      if (held.trouble === 'connect') throw new Error('made up: connect');
      if (held.trouble === 'guarded') {
        setTimeout(context.guard(() => {
          throw new Error('made up: in a socket');
        }), 5);
        return;
      }
      context.onState({ state: 'connected', reason: '', nextTryAt: null });
    },
    disconnect: async () => undefined,
    setPoints: () => undefined,
    diagnostics: () => nothing,
    roundTripMs: () => 1,
    close: async () => {
      held.closed += 1;
    },
    poll: {
      read: async (points) => {
        if (held.trouble === 'read') throw new Error('made up: read');
        return points.map(readingOf);
      },
    },
    write: {
      prepare: (_point, value) => ({ ok: true, operation: 'Write', connection: 'made up', octets: [], raw: Uint8Array.of(0, Number(value)), consequences: [] }),
      execute: async (point, value) => {
        held.writes.push({ pointId: point.id, value });
        if (held.answer.outcome === 'accepted') held.values.set(point.id, value);
        return held.answer;
      },
    },
  };
}
