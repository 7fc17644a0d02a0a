import { isDeepStrictEqual } from 'node:util';
import type { DeviceTestResult, TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { Frame, LineDriver, Protocol } from '../../protocols/protocol';
import { Vault } from '../../security/vault';
import type { TestFrames } from '../../traffic/test-frames';
import { peerOf } from '../edits/settings';
import type { Services } from '../services';
import type { TenantRuntime } from '../tenant-runtime';

export interface TestRequest {
  readonly services: Services;
  readonly runtime: TenantRuntime;
  readonly protocol: Protocol;
  readonly lineSettings: Opaque;
  readonly settings: Opaque;
  readonly points: readonly Point[];
  readonly signal: AbortSignal;
}

/**
 * Tries a device's settings in steps. On a line that runs already the test goes through its driver, which keeps the order
 * of requests; otherwise over a line of its own that is closed again. Secrets that are not in the vault yet are used as
 * they were typed in, and kept nowhere. Its frames are kept with the open project, and told where.
 */
export async function runTest({ services, runtime, protocol, lineSettings, settings, points, signal }: TestRequest): Promise<DeviceTestResult> {
  const key = protocol.lineKey(lineSettings);
  const project = runtime.project;
  const known = project?.file.project.lines.find((line) => line.protocol === protocol.description.name && protocol.lineKey(line.settings) === key);
  // What the project has a line for, the instance that holds the line is talking to.
  if (known) project?.mustHoldConnections();
  const running = known ? project?.running.line(known.id) : null;
  // Other settings of the same line (another baud rate) are tried as they were typed, not as the line runs now.
  const open = running && known && isDeepStrictEqual(known.settings, lineSettings) ? running.driver : null;
  const traffic = project?.traffic;
  const run = async (frames: TestFrames | null): Promise<DeviceTestResult> => {
    const result = await (open === null ? onOwnLine((frame) => frames?.heard(frame, null)) : open.testDevice(settings, points, signal));
    return { ...result, frames: frames?.frames ?? null };
  };
  return traffic === undefined ? run(null) : traffic.tested(protocol, lineSettings, open === null ? null : (known?.id ?? null), run);

  async function onOwnLine(onFrame: (frame: Frame) => void): Promise<TestResult> {
    const peer = peerOf(protocol, lineSettings);
    const line: LineDriver = protocol.createLine(lineSettings, {
      clock: services.clock,
      log: runtime.log.of('Connection test'),
      secret: async (reference) => (Vault.isReference(reference) ? runtime.storage.vault.get(reference, peer) : reference),
      onFrame,
      onState: () => undefined,
    });
    try {
      return await line.testDevice(settings, points, signal);
    } finally {
      await line.close();
    }
  }
}
