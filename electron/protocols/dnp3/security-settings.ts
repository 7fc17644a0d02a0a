import { z } from 'zod';
import { DEFAULT_MASTER_AUTH, FUNCTION, MAC_ALGORITHM } from '../../stacks/dnp3';
import type { MasterAuthSettings, UpdateKeyAuthority, UpdateKeys } from '../../stacks/dnp3';

/** MAC algorithms as settings name them: hash and octets kept. */
export const MAC_NAMES = ['sha256-16', 'sha256-8', 'sha1-10', 'sha1-8'] as const;
const MAC_NUMBERS = { 'sha256-16': MAC_ALGORITHM.sha256Trunc16, 'sha256-8': MAC_ALGORITHM.sha256Trunc8, 'sha1-10': MAC_ALGORITHM.sha1Trunc10, 'sha1-8': MAC_ALGORITHM.sha1Trunc8 } as const;

const VAULT_REFERENCE = /^vault:/;

/** An update key as it is typed in, or its reference to the vault; empty for none. What is wrong with it is said without it. */
export const updateKeyText = z
  .string()
  .trim()
  .max(200)
  .refine((text) => text === '' || VAULT_REFERENCE.test(text) || updateKeyOf(text) !== null, 'an update key has 32 hexadecimal digits, or 64')
  .default('');

/** A name that an authority knows a user or an outstation by; in the requests it is UTF-8. */
export const securityName = z.string().trim().max(100).default('');

export const userNumber = (fallback: number) => z.number().int().min(1).max(65_535).default(fallback);
export const macAlgorithm = z.enum(MAC_NAMES).default('sha256-16');

/** Secure authentication among the settings of a device. */
export const securityShape = {
  authentication: z.boolean().default(false),
  userNumber: userNumber(1),
  updateKey: updateKeyText,
  /** Tried where the update key is refused: the new key of a change over the line whose end is not known. */
  otherUpdateKey: updateKeyText,
  /** The names under which the authority knows user and outstation, and its key: for changes of the update key over the line. */
  userName: securityName,
  outstationName: securityName,
  authorityKey: updateKeyText,
  /** Asked for in this side's challenges. */
  macAlgorithm,
  aggressiveMode: z.boolean().default(true),
  sessionKeyIntervalS: z.number().int().min(10).max(86_400).default(900),
  /** What the outstation has to authenticate. */
  challenges: z.enum(['none', 'unsolicited', 'all']).default('none'),
};

export type SecuritySettings = z.infer<z.ZodObject<typeof securityShape>>;

/** The octets of a key: 16 or 32, in hexadecimal digits, blanks, colons and hyphens between them left out. Null for anything else. */
export function updateKeyOf(text: string): Uint8Array | null {
  const digits = text.replace(/[\s:-]/g, '');
  return /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(digits) ? Uint8Array.from(Buffer.from(digits, 'hex')) : null;
}

export function macNumber(name: (typeof MAC_NAMES)[number]): (typeof MAC_NUMBERS)[keyof typeof MAC_NUMBERS] {
  return MAC_NUMBERS[name];
}

/** How the library's master authenticates; undefined where it is off. Update keys come from the vault, later. */
export function masterAuthentication(settings: SecuritySettings, updateKeys: UpdateKeys, authority: UpdateKeyAuthority): MasterAuthSettings | undefined {
  if (!settings.authentication) return undefined;
  const challenged = { none: [], unsolicited: [FUNCTION.unsolicitedResponse], all: [FUNCTION.response, FUNCTION.unsolicitedResponse] };
  return {
    ...DEFAULT_MASTER_AUTH,
    users: [{ number: settings.userNumber, ...(settings.userName === '' ? {} : { name: settings.userName }) }],
    updateKeys,
    authority,
    macAlgorithm: macNumber(settings.macAlgorithm),
    aggressiveMode: settings.aggressiveMode,
    sessionKeyIntervalMs: settings.sessionKeyIntervalS * 1000,
    alsoCritical: challenged[settings.challenges],
  };
}
