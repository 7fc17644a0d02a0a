import { z } from 'zod';
import { MAX_STATION_ADDRESS } from '../../../stacks/dnp3';
import { oneOf } from '../../setting-schemas';
import { macAlgorithm, securityName, updateKeyText, userNumber } from '../security-settings';
import { readMasters } from './master-list';
import { SECURITY_ROLES } from './security-roles';

const address = (fallback: number) => z.number().int().min(0).max(MAX_STATION_ADDRESS).default(fallback);
const milliseconds = (fallback: number) => z.number().int().min(50).max(600_000).default(fallback);
const eventClass = (fallback: 0 | 1 | 2 | 3) => oneOf([0, 1, 2, 3], fallback);

/** Users of one outstation at most: a form shows them all. */
export const MOST_USERS = 20;

const userSchema = z.object({
  number: userNumber(1),
  /** The name under which the authority knows the user; needed where its update key is changed over the line. */
  name: securityName,
  updateKey: updateKeyText,
  role: z.enum(SECURITY_ROLES).default('single-user'),
});

/** One served outstation. Flat but for its users, because a form draws it. Names shared with a device's settings mean the same there. */
const settingsSchema = z
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
    /** Whether it keeps files: an event log, its configuration, and what masters write. */
    files: z.boolean().default(false),
    /** Masters have to authenticate what is critical. */
    authentication: z.boolean().default(false),
    users: z.array(userSchema).min(1).max(MOST_USERS).default([userSchema.parse({})]),
    /** The authority that may change users' update keys over the line: its key, by whose length the method goes; empty: nobody may. */
    authorityKey: updateKeyText,
    /** The name under which the authority knows the outstation. */
    outstationName: securityName,
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
    for (const [at, { number, name }] of settings.users.entries()) {
      const earlier = settings.users.slice(0, at);
      if (earlier.some((other) => other.number === number)) context.addIssue({ code: 'custom', path: ['users', at, 'number'], message: `user ${number} comes twice` });
      if (name !== '' && earlier.some((other) => other.name === name)) context.addIssue({ code: 'custom', path: ['users', at, 'name'], message: `two users have the name ${name}` });
    }
    if (settings.authorityKey !== '' && settings.outstationName === '') context.addIssue({ code: 'custom', path: ['outstationName'], message: 'the authority knows the outstation by a name' });
    const masters = readMasters(settings.masterAddress, settings.otherMasters);
    if ('problem' in masters) context.addIssue({ code: 'custom', path: ['otherMasters'], message: masters.problem });
    else if (masters.named.includes(settings.outstationAddress)) context.addIssue({ code: 'custom', path: ['outstationAddress'], message: "the outstation's address differs from its masters'" });
  });
/** The user of a device's settings, where there is no list of users. Its key is for the device's peer alone. */
const singleUserSchema = z.object({ users: z.undefined().optional(), userNumber: z.json(), userName: z.json().optional() });

export const unitSettingsSchema = z.preprocess((given) => {
  const single = singleUserSchema.safeParse(given);
  if (!single.success || typeof given !== 'object') return given;
  const { userNumber, userName } = single.data;
  return { ...given, users: [{ number: userNumber, name: userName }] };
}, settingsSchema);
export type UnitSettings = z.infer<typeof unitSettingsSchema>;
