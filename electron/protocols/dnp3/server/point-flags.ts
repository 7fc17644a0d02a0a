import { FLAG } from '../../../stacks/dnp3';
import type { PointType } from '../../../stacks/dnp3';
import { ADDRESS_TYPES, TYPE_FACTS } from '../point-address';
import type { ServerSwitch } from '../../../../shared/contract/simulators';

interface FlagSwitch {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** Bits that are set; 0 for one that only takes ONLINE away. */
  readonly bits: number;
  readonly offline: boolean;
  readonly types: readonly PointType[];
}

const INPUTS: readonly PointType[] = ['binary', 'double-bit'];
const ANALOGS: readonly PointType[] = ['analog', 'frozen-analog', 'analog-output'];
const COUNTERS: readonly PointType[] = ['counter', 'frozen-counter'];
const ALL: readonly PointType[] = [...INPUTS, 'binary-output', ...ANALOGS, ...COUNTERS];

/** Flags that a point can be given by hand. */
const FLAG_SWITCHES: readonly FlagSwitch[] = [
  { id: 'comm-lost', title: 'Communication lost', help: 'COMM_LOST without ONLINE: the device behind the outstation is not reached, the last value stays', bits: FLAG.commLost, offline: true, types: ALL },
  { id: 'offline', title: 'Offline', help: 'ONLINE is taken away', bits: 0, offline: true, types: ALL },
  { id: 'local-forced', title: 'Forced locally', help: 'LOCAL_FORCED', bits: FLAG.localForced, offline: false, types: ALL },
  { id: 'remote-forced', title: 'Forced remotely', help: 'REMOTE_FORCED', bits: FLAG.remoteForced, offline: false, types: ALL },
  { id: 'over-range', title: 'Over range', help: 'OVER_RANGE, on analogs', bits: FLAG.overRange, offline: false, types: ANALOGS },
  { id: 'reference-error', title: 'Reference error', help: 'REFERENCE_ERR, on analogs', bits: FLAG.referenceError, offline: false, types: ANALOGS },
  { id: 'chatter', title: 'Chatter filter', help: 'CHATTER_FILTER, on binary and double-bit inputs', bits: FLAG.chatterFilter, offline: false, types: INPUTS },
  { id: 'discontinuity', title: 'Discontinuity', help: 'DISCONTINUITY, on counters', bits: FLAG.discontinuity, offline: false, types: COUNTERS },
];
const BY_ID = new Map(FLAG_SWITCHES.map((each) => [each.id, each]));

/** The switches of flags for the screens. */
export const flagSwitches: readonly ServerSwitch[] = FLAG_SWITCHES.map(({ id, title, help, types }) => ({ id, title, help, kind: 'state', group: 'Flags of points', fields: [], perPoint: true, onlyWhere: { type: ADDRESS_TYPES.filter((type) => types.includes(TYPE_FACTS[type].stack)) } }));

export function isFlagSwitch(id: string): boolean {
  return BY_ID.has(id);
}

/** Whether points of a type have the flag. */
export function flagMeets(id: string, type: PointType): boolean {
  return BY_ID.get(id)?.types.includes(type) === true;
}

/** The flag octet of a point whose value is known, with these switches on. */
export function flagsOf(type: PointType, switches: Iterable<string>): number {
  let bits = 0;
  let online = true;
  for (const id of switches) {
    const flag = BY_ID.get(id);
    if (flag === undefined || !flag.types.includes(type)) continue;
    bits |= flag.bits;
    if (flag.offline) online = false;
  }
  return bits | (online ? FLAG.online : 0);
}
