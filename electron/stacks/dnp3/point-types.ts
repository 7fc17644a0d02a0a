/** The kinds of points that an outstation holds and a master gets. */
export const POINT_TYPES = ['binary', 'double-bit', 'binary-output', 'counter', 'frozen-counter', 'analog', 'frozen-analog', 'analog-output', 'octet-string', 'virtual-terminal', 'security-statistic'] as const;
export type PointType = (typeof POINT_TYPES)[number];

export interface PointTypeFacts {
  readonly staticGroup: number;
  readonly eventGroup: number;
  readonly staticVariation: number;
  readonly eventVariation: number;
  /** Where a freeze puts the value. */
  readonly frozenAs?: PointType;
}

/** Groups of each kind, and the variations where nothing else is set. Octet strings and what terminals say have their length as variation. */
export const POINT_FACTS: Readonly<Record<PointType, PointTypeFacts>> = {
  binary: { staticGroup: 1, eventGroup: 2, staticVariation: 2, eventVariation: 1 },
  'double-bit': { staticGroup: 3, eventGroup: 4, staticVariation: 2, eventVariation: 1 },
  'binary-output': { staticGroup: 10, eventGroup: 11, staticVariation: 2, eventVariation: 1 },
  counter: { staticGroup: 20, eventGroup: 22, staticVariation: 1, eventVariation: 1, frozenAs: 'frozen-counter' },
  'frozen-counter': { staticGroup: 21, eventGroup: 23, staticVariation: 1, eventVariation: 1 },
  analog: { staticGroup: 30, eventGroup: 32, staticVariation: 1, eventVariation: 1, frozenAs: 'frozen-analog' },
  'frozen-analog': { staticGroup: 31, eventGroup: 33, staticVariation: 1, eventVariation: 1 },
  'analog-output': { staticGroup: 40, eventGroup: 42, staticVariation: 1, eventVariation: 1 },
  'octet-string': { staticGroup: 110, eventGroup: 111, staticVariation: 0, eventVariation: 0 },
  'virtual-terminal': { staticGroup: 112, eventGroup: 113, staticVariation: 0, eventVariation: 0 },
  'security-statistic': { staticGroup: 121, eventGroup: 122, staticVariation: 1, eventVariation: 1 },
};

const BY_STATIC = new Map(POINT_TYPES.map((type) => [POINT_FACTS[type].staticGroup, type]));
const BY_EVENT = new Map(POINT_TYPES.map((type) => [POINT_FACTS[type].eventGroup, type]));

export function pointTypeOfStatic(group: number): PointType | undefined {
  return BY_STATIC.get(group);
}

export function pointTypeOfEvent(group: number): PointType | undefined {
  return BY_EVENT.get(group);
}

/** Delta counters are obsolete: masters read them, outstations do not make them. */
export function isDelta(group: number, variation: number): boolean {
  if (group === 20) return [3, 4, 7, 8].includes(variation);
  if (group === 21) return [3, 4, 7, 8, 11, 12].includes(variation);
  return (group === 22 || group === 23) && [3, 4, 7, 8].includes(variation);
}
