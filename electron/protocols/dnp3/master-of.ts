import { DEFAULT_MASTER, masterLink } from '../../stacks/dnp3';
import type { Dnp3Line, MasterSettings, UpdateKeyAuthority, UpdateKeys } from '../../stacks/dnp3';
import { classesOf } from './device-settings';
import type { DeviceSettings } from './device-settings';
import { isSerial } from './line-settings';
import type { LineSettings } from './line-settings';
import { masterAuthentication } from './security-settings';

/** How the library's master treats the outstation. On a serial line requests take turns. */
export function masterSettingsOf(settings: DeviceSettings, line: { readonly settings: LineSettings; readonly channel: Dnp3Line }, updateKeys: UpdateKeys, authority: UpdateKeyAuthority): MasterSettings {
  const serial = isSerial(line.settings);
  const multiDrop = serial && line.settings.multiDrop;
  const eventClasses = classesOf(settings.eventClasses);
  const authentication = masterAuthentication(settings, updateKeys, authority);
  return {
    ...DEFAULT_MASTER,
    maxSent: settings.maxRequestOctets,
    link: masterLink(settings.masterAddress, settings.outstationAddress, {
      confirmed: settings.linkConfirm,
      timeoutMs: settings.linkTimeoutMs,
      retries: settings.linkRetries,
      keepAliveMs: multiDrop ? 0 : settings.linkKeepAliveS * 1000,
    }),
    responseTimeoutMs: settings.responseTimeoutMs,
    retries: settings.retries,
    unsolicitedClasses: multiDrop ? [] : classesOf(settings.unsolicitedClasses),
    ...(serial ? { turns: line.channel.turns } : {}),
    integrityEveryMs: settings.integrityIntervalS * 1000,
    eventPoll: settings.eventPollS > 0 && eventClasses.length > 0 ? { classes: eventClasses, everyMs: settings.eventPollS * 1000 } : undefined,
    timeSync: settings.timeSync,
    ...(authentication === undefined ? {} : { authentication }),
  };
}
