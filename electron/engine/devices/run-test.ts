import { isDeepStrictEqual } from 'node:util';
import type { TestResult } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import type { LineDriver, Protocol } from '../../protocols/protocol';
import { Vault } from '../../security/vault';
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
 * they were typed in, and kept nowhere.
 */
export async function runTest({ services, runtime, protocol, lineSettings, settings, points, signal }: TestRequest): Promise<TestResult> {
  const key = protocol.lineKey(lineSettings);
  const project = runtime.project;
  const known = project?.file.project.lines.find((line) => line.protocol === protocol.description.name && protocol.lineKey(line.settings) === key);
  // What the project has a line for, the instance that holds the line is talking to.
  if (known) project?.mustHoldConnections();
  const running = known ? project?.running.line(known.id) : null;
  // Other settings of the same line (another baud rate) are tried as they were typed, not as the line runs now.
  if (running && known && isDeepStrictEqual(known.settings, lineSettings)) return running.driver.testDevice(settings, points, signal);
  const peer = peerOf(protocol, lineSettings);
  const line: LineDriver = protocol.createLine(lineSettings, {
    clock: services.clock,
    log: runtime.log.of('Connection test'),
    secret: async (reference) => (Vault.isReference(reference) ? runtime.storage.vault.get(reference, peer) : reference),
    onFrame: () => undefined,
    onState: () => undefined,
  });
  try {
    return await line.testDevice(settings, points, signal);
  } finally {
    await line.close();
  }
}
