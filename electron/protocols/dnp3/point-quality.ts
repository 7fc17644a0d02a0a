import { flagNames } from '../../stacks/dnp3';
import type { FlagKind, PointType } from '../../stacks/dnp3';
import { bad, uncertain } from '../../../shared/domain/quality';
import type { Quality } from '../../../shared/domain/quality';

const KINDS: Readonly<Partial<Record<PointType, FlagKind>>> = {
  binary: 'binary',
  'double-bit': 'double-bit',
  'binary-output': 'output',
  'analog-output': 'analog',
  counter: 'counter',
  'frozen-counter': 'counter',
  analog: 'analog',
  'frozen-analog': 'analog',
};

/** The standard's names of flags, by those of the library. */
const NAMES: Readonly<Record<string, string>> = {
  online: 'ONLINE',
  restart: 'RESTART',
  'communication lost': 'COMM_LOST',
  'remote forced': 'REMOTE_FORCED',
  'local forced': 'LOCAL_FORCED',
  'chatter filter': 'CHATTER_FILTER',
  rollover: 'ROLLOVER',
  discontinuity: 'DISCONTINUITY',
  'over range': 'OVER_RANGE',
  'reference error': 'REFERENCE_ERR',
};

/** Flags that make a value bad, and those that make it uncertain: the gravest first. A rollover is none, the count goes on. */
const BAD: readonly (readonly [string, string])[] = [['COMM_LOST', 'Communication lost behind the outstation']];
const UNCERTAIN: readonly (readonly [string, string])[] = [
  ['RESTART', 'Not updated since a restart'],
  ['LOCAL_FORCED', 'Forced locally'],
  ['REMOTE_FORCED', 'Forced remotely'],
  ['OVER_RANGE', 'Over range'],
  ['REFERENCE_ERR', 'Reference error'],
  ['CHATTER_FILTER', 'Chatter filter'],
  ['DISCONTINUITY', 'Discontinuity'],
];

/** What the flag octet says of a value. Without one (packed variations, octet strings) the outstation has nothing to object. */
export function qualityOf(type: PointType, flags: number | undefined): Quality {
  const kind = KINDS[type];
  if (kind === undefined || flags === undefined) return { level: 'good', reason: '', flags: [] };
  const names = flagNames(kind, flags).map((name) => NAMES[name] ?? name);
  const reason = (list: readonly (readonly [string, string])[]): string | undefined => list.find(([name]) => names.includes(name))?.[1];
  const worst = reason(BAD) ?? (names.includes('ONLINE') ? undefined : 'Offline');
  if (worst !== undefined) return bad(worst, names);
  const doubt = reason(UNCERTAIN);
  return doubt === undefined ? { level: 'good', reason: '', flags: names } : uncertain(doubt, names);
}
