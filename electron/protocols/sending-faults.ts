import { z } from 'zod';
import type { Sending } from './late-parts';

const ms = z.number().min(0).max(600_000);

/** One kind of fault with what it needs. */
export const faultKind = <K extends string, S extends z.ZodType>(name: K, settings: S) => z.object({ kind: z.literal(name), settings });
/** For a kind that needs nothing. */
export const NOTHING = z.object({});

/** Kinds of faults that change how a frame is sent, whatever is in it. `mostOctets`: of the longest frame. */
export const sendingFaults = (mostOctets: number) =>
  [
    faultKind('delay', z.object({ ms: ms.default(1000) })),
    faultKind('jitter', z.object({ fromMs: ms.default(0), toMs: ms.default(500) }).refine(({ fromMs, toMs }) => fromMs <= toMs, { message: 'is less than the least', path: ['toMs'] })),
    /** Octets that are sent; null: half of them. */
    faultKind('truncated', z.object({ octets: z.number().int().min(0).max(mostOctets).nullable().default(null) })),
    faultKind('split', z.object({ gapMs: z.number().min(0).max(10_000).default(1) })),
    faultKind('duplicated', z.object({ gapMs: z.number().min(0).max(10_000).default(0) })),
    faultKind('garbage', z.object({ octets: z.number().int().min(1).max(256).default(8) })),
  ] as const;

type SendingFault = z.infer<ReturnType<typeof sendingFaults>[number]>;
type HowSent = Omit<Sending, 'frame'>;

/** At once, whole and alone. */
export const UNDAMAGED: HowSent = { delayMs: 0, keep: null, splitMs: null, againMs: null, garbage: 0 };

/** How a frame is sent that meets one more fault. `random` gives 0 to below 1. */
export function sentWith(how: HowSent, fault: SendingFault, random: () => number): HowSent {
  switch (fault.kind) {
    case 'delay':
      return { ...how, delayMs: how.delayMs + fault.settings.ms };
    case 'jitter':
      return { ...how, delayMs: how.delayMs + fault.settings.fromMs + random() * (fault.settings.toMs - fault.settings.fromMs) };
    case 'truncated':
      return { ...how, keep: fault.settings.octets ?? 'half' };
    case 'split':
      return { ...how, splitMs: fault.settings.gapMs };
    case 'duplicated':
      return { ...how, againMs: fault.settings.gapMs };
    default:
      return { ...how, garbage: how.garbage + fault.settings.octets };
  }
}
