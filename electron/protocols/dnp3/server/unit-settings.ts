import { z } from 'zod';
import { MAX_STATION_ADDRESS } from '../../../stacks/dnp3';
import { oneOf } from '../../setting-schemas';
import { macAlgorithm, updateKeyText, userNumber } from '../security-settings';
import { readMasters } from './master-list';
import { SECURITY_ROLES } from './security-roles';

const address = (fallback: number) => z.number().int().min(0).max(MAX_STATION_ADDRESS).default(fallback);
const milliseconds = (fallback: number) => z.number().int().min(50).max(600_000).default(fallback);
const eventClass = (fallback: 0 | 1 | 2 | 3) => oneOf([0, 1, 2, 3], fallback);

/** One served outstation. Flat, because a form draws it. Names shared with a device's settings mean the same there. */
export const unitSettingsSchema = z
  .object({
    outstationAddress: address(10),
    /** The master it answers. */
    masterAddress: address(1),
    /** Further ones: `2, 5-7`, or `*` for anybody. */
    otherMasters: z.string().trim().max(200).default(''),
    /** Whether it also answers to 0xFFFC. */
    selfAddress: z.boolean().default(false),
    linkConfirm: z.enum(['never', 'multi-segment', 'always']).default('never'),
    /** Whether it may send by itself. */
    unsolicited: z.boolean().default(true),
    /** Events are sent before a master enables their class; level 2 does not. */
    unsolicitedAtOnce: z.boolean().default(false),
    unsolicitedRetries: z.number().int().min(0).max(100).default(3),
    confirmTimeoutMs: milliseconds(10_000),
    selectTimeoutMs: milliseconds(10_000),
    /** Which operations a binary output takes: any, or only that of its point list. */
    controls: z.enum(['any', 'listed']).default('any'),
    /** Events held for each master, of each type of point. */
    eventsPerType: z.number().int().min(1).max(10_000).default(1000),
    /** Octets of the greatest fragment it sends and takes. */
    maxFragment: z.number().int().min(249).max(2048).default(2048),
    /** How long a restart takes, seconds. */
    restartS: z.number().min(0).max(600).default(2),
    needTimeAtStart: z.boolean().default(true),
    /** It asks for the time again so long after it was set, seconds; 0 never. */
    needTimeEveryS: z.number().min(0).max(86_400).default(0),
    /** Masters have to authenticate what is critical. */
    authentication: z.boolean().default(false),
    userNumber: userNumber(1),
    updateKey: updateKeyText,
    userRole: z.enum(SECURITY_ROLES).default('single-user'),
    /** 0: there is no second one. */
    secondUser: z.number().int().min(0).max(65_535).default(0),
    secondUpdateKey: updateKeyText,
    secondRole: z.enum(SECURITY_ROLES).default('viewer'),
    /** What is critical beyond what always is. */
    alsoCritical: z.enum(['none', 'reads', 'all']).default('none'),
    macAlgorithm,
    aggressiveMode: z.boolean().default(true),
    sessionKeysHoldS: z.number().int().min(10).max(172_800).default(1800),
    binaryClass: eventClass(1),
    analogClass: eventClass(2),
    counterClass: eventClass(3),
    outputClass: eventClass(1),
    binaryStatic: oneOf([1, 2], 2),
    binaryEvent: oneOf([1, 2, 3], 2),
    counterStatic: oneOf([1, 2, 5, 6], 1),
    counterEvent: oneOf([1, 2, 5, 6], 5),
    /** 0: by the point's data type. */
    analogStatic: oneOf([0, 1, 2, 3, 4, 5, 6], 0),
    analogEvent: oneOf([0, 1, 2, 3, 4, 5, 6, 7, 8], 0),
  })
  .superRefine((settings, context) => {
    if (settings.secondUser === settings.userNumber) context.addIssue({ code: 'custom', path: ['secondUser'], message: "the second user's number differs from the first's" });
    const masters = readMasters(settings.masterAddress, settings.otherMasters);
    if ('problem' in masters) context.addIssue({ code: 'custom', path: ['otherMasters'], message: masters.problem });
    else if (masters.named.includes(settings.outstationAddress)) context.addIssue({ code: 'custom', path: ['outstationAddress'], message: "the outstation's address differs from its masters'" });
  });
export type UnitSettings = z.infer<typeof unitSettingsSchema>;
