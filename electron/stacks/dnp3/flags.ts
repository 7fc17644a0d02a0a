/** Bits of a flag octet that all point types have. */
export const FLAG = {
  online: 0x01,
  restart: 0x02,
  commLost: 0x04,
  remoteForced: 0x08,
  localForced: 0x10,
  /** Binary and double-bit inputs. */
  chatterFilter: 0x20,
  /** Counters; obsolete, outstations clear it. */
  rollover: 0x20,
  /** Counters: two readings cannot be subtracted from one another. */
  discontinuity: 0x40,
  /** Analogs: the value does not fit, or the input is beyond its range. */
  overRange: 0x20,
  /** Analogs: the reference is out of tolerance. */
  referenceError: 0x40,
} as const;

export type FlagKind = 'binary' | 'double-bit' | 'output' | 'counter' | 'analog';

const COMMON: readonly (readonly [number, string])[] = [
  [FLAG.online, 'online'],
  [FLAG.restart, 'restart'],
  [FLAG.commLost, 'communication lost'],
  [FLAG.remoteForced, 'remote forced'],
  [FLAG.localForced, 'local forced'],
];
const OWN: Readonly<Record<FlagKind, readonly (readonly [number, string])[]>> = {
  binary: [[0x20, 'chatter filter']],
  'double-bit': [[0x20, 'chatter filter']],
  output: [],
  counter: [
    [0x20, 'rollover'],
    [0x40, 'discontinuity'],
  ],
  analog: [
    [0x20, 'over range'],
    [0x40, 'reference error'],
  ],
};

/** The names of the flags that are set. State bits are no flags and not expected here. */
export function flagNames(kind: FlagKind, flags: number): string[] {
  return [...COMMON, ...OWN[kind]].filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}
