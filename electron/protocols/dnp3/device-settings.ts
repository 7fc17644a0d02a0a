import { z } from 'zod';
import { MAX_STATION_ADDRESS } from '../../stacks/dnp3';
import { securityShape } from './security-settings';

export const CLASS_CHOICES = ['', '1', '2', '3', '1,2', '1,3', '2,3', '1,2,3'] as const;

const address = (fallback: number) => z.number().int().min(0).max(MAX_STATION_ADDRESS).default(fallback);
const classes = z.enum(CLASS_CHOICES).default('1,2,3');

/** Settings of one outstation. Flat, because a form draws them. */
export const deviceSettingsSchema = z
  .object({
    /** This side's address. */
    masterAddress: address(1),
    outstationAddress: address(10),
    /** How often everything is read, seconds; 0: at the start and after a restart only. */
    integrityIntervalS: z.number().int().min(0).max(86_400).default(300),
    /** How often events are asked for, seconds; 0 never. */
    eventPollS: z.number().min(0).max(86_400).default(10),
    eventClasses: classes,
    /** Classes that the outstation may send by itself; none disables unsolicited responses. */
    unsolicitedClasses: classes,
    /** What is done when the outstation says that it needs time. */
    timeSync: z.enum(['lan', 'non-lan', 'none']).default('lan'),
    operate: z.enum(['select', 'direct']).default('select'),
    /** How long the outstation keeps a select, milliseconds: a second press has to come within it. */
    selectTimeoutMs: z.number().int().min(500).max(120_000).default(10_000),
    /** Octets of the longest request that the outstation takes. */
    maxRequestOctets: z.number().int().min(249).max(2048).default(2048),
    responseTimeoutMs: z.number().int().min(50).max(120_000).default(5000),
    /** How often a request without answer is sent again; commands never are. */
    retries: z.number().int().min(0).max(3).default(3),
    linkTimeoutMs: z.number().int().min(50).max(120_000).default(5000),
    linkRetries: z.number().int().min(0).max(10).default(3),
    linkConfirm: z.enum(['never', 'multi-segment', 'always']).default('never'),
    /** After so long without a frame the link status is asked, seconds; 0 never. */
    linkKeepAliveS: z.number().int().min(0).max(86_400).default(60),
    ...securityShape,
  })
  .refine(({ masterAddress, outstationAddress }) => masterAddress !== outstationAddress, { path: ['outstationAddress'], message: "the outstation's address differs from the master's" });
export type DeviceSettings = z.infer<typeof deviceSettingsSchema>;

/** The classes that a choice stands for. */
export function classesOf(choice: (typeof CLASS_CHOICES)[number]): readonly (1 | 2 | 3)[] {
  return ([1, 2, 3] as const).filter((eventClass) => choice.includes(String(eventClass)));
}
