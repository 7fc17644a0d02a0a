import { DEFAULT_MASTER, masterLink } from '../../stacks/dnp3';
import type { MasterSettings } from '../../stacks/dnp3';
import { classesOf } from './device-settings';
import type { DeviceSettings } from './device-settings';

/** How the library's master treats the outstation. */
export function masterSettingsOf(settings: DeviceSettings): MasterSettings {
  const eventClasses = classesOf(settings.eventClasses);
  return {
    ...DEFAULT_MASTER,
    maxSent: settings.maxRequestOctets,
    link: masterLink(settings.masterAddress, settings.outstationAddress, {
      confirmed: settings.linkConfirm,
      timeoutMs: settings.linkTimeoutMs,
      retries: settings.linkRetries,
      keepAliveMs: settings.linkKeepAliveS * 1000,
    }),
    responseTimeoutMs: settings.responseTimeoutMs,
    retries: settings.retries,
    unsolicitedClasses: classesOf(settings.unsolicitedClasses),
    integrityEveryMs: settings.integrityIntervalS * 1000,
    eventPoll: settings.eventPollS > 0 && eventClasses.length > 0 ? { classes: eventClasses, everyMs: settings.eventPollS * 1000 } : undefined,
    timeSync: settings.timeSync,
  };
}
