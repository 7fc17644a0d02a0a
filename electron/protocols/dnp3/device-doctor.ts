import { explainSilence } from './silence-doctor';
import { LinkProbe } from './link-probe';
import { isSerial } from './line-settings';
import type { Clock } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { LineView } from './line-view';
import type { Explanation } from './silence-doctor';

const WAIT_MS = 1000;

/** Tries on the open line what explains that an outstation says nothing; other devices go on beside it. */
export async function explainDevice(line: LineView, settings: DeviceSettings, clock: Clock, signal: AbortSignal): Promise<Explanation> {
  const wanted = { master: settings.masterAddress, outstation: settings.outstationAddress };
  const probe = new LinkProbe(line, wanted, signal);
  line.channel.add(probe);
  try {
    return await explainSilence({ probe, wanted, known: line.stations(), withinMs: Math.min(settings.linkTimeoutMs, WAIT_MS), oneByOne: isSerial(line.settings), nowMs: () => clock.monotonicMs() });
  } finally {
    line.channel.remove(probe);
  }
}
