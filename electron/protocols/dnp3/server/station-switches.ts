import { z } from 'zod';
import type { SwitchOrder } from '../../protocol';
import { isFlagSwitch } from './point-flags';
import type { ServedOutstation } from './served-outstation';
import { burstSchema, restartSchema, switchList } from './switch-list';

const BY_ID = new Map(switchList.map((each) => [each.id, each]));

/** Does what is ordered to an outstation; null, or in plain words why it can't. */
export function orderSwitch(station: ServedOutstation, { switchId, on, settings, pointIds }: Omit<SwitchOrder, 'unit'>): string | null {
  const known = BY_ID.get(switchId);
  if (known === undefined) return `There is no switch "${switchId}" for DNP3`;
  if (pointIds !== null && !known.perPoint) return `${known.title} is for an outstation as a whole`;
  if (isFlagSwitch(switchId)) {
    const missing = pointIds?.find((id) => !station.has(id));
    if (missing !== undefined) return 'There is no such point in this outstation';
    if (pointIds === null) station.switches.set(switchId, on);
    else {
      const having = pointIds.filter((id) => station.hasFlag(id, switchId));
      if (having.length === 0) return `${known.title} is no flag of ${pointIds.length === 1 ? 'this type of point' : 'these types of points'}`;
      station.switches.setPoints(switchId, having, on);
    }
    station.tick();
    return null;
  }
  switch (switchId) {
    case 'restart': {
      const taken = restartSchema.safeParse(settings);
      if (!taken.success) return problemOf(taken.error);
      station.restartNow(taken.data.seconds ?? station.settings.restartS);
      return null;
    }
    case 'burst': {
      const taken = burstSchema.safeParse(settings);
      return taken.success ? station.startBurst(taken.data) : problemOf(taken.error);
    }
    case 'stop-burst':
      station.stopBurst();
      return null;
    case 'overflow':
      return overflow(station);
    case 'wrong-key':
    case 'forget-keys':
      if (!station.settings.authentication) return 'Secure authentication is off: switch it on in the settings of the outstation';
      if (switchId === 'wrong-key') station.security.wrong = on;
      station.forgetKeys();
      return null;
    case 'need-time':
      station.needTime = on;
      return null;
    default:
      station.switches.set(switchId, on);
      return null;
  }
}

/** What is on at an outstation: states, flags of single points, what is under way. */
export function switchesOn(station: ServedOutstation): { readonly switchId: string; readonly whole: boolean; readonly detail: string }[] {
  const whole = (switchId: string, detail = ''): { switchId: string; whole: boolean; detail: string } => ({ switchId, whole: true, detail });
  return [
    ...(station.restarting ? [whole('restart', 'under way')] : []),
    ...(station.needTime ? [whole('need-time')] : []),
    ...(station.security.wrong ? [whole('wrong-key')] : []),
    ...station.security.usersWithoutKey.map((user) => ({ switchId: 'wrong-key', whole: false, detail: `user ${user} has no key` })),
    ...station.switches.whole().map((id) => whole(id)),
    ...(station.burst === null ? [] : [whole('burst', station.burst.text)]),
    ...Array.from(station.switches.singly(), ([switchId, count]) => ({ switchId, whole: false, detail: count === 1 ? '1 point' : `${count} points` })),
  ];
}

/** Fills the buffer of the first type of input that has events. */
function overflow(station: ServedOutstation): string | null {
  let problem: string | null = null;
  for (const type of ['binary', 'double-bit', 'analog', 'counter'] as const) {
    problem = station.startBurst({ events: station.settings.eventsPerType + 1, perSecond: 0, type });
    if (problem === null) return null;
  }
  return problem === null ? null : 'It has no input with an event class';
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'It does not fit' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}
