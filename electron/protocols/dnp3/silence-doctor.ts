import { SELF_ADDRESS } from '../../stacks/dnp3';
import type { TestResult } from '../../../shared/contract/devices';
import type { LinkProbe, Stations } from './link-probe';

type Suggestion = TestResult['suggestions'][number];

/** Addresses that are met often: those of makers' defaults. */
const USUAL = [0, 1, 2, 3, 4, 5, 10, 11, 20, 99, 100, 101, 1000, 1024, 3000, 65_519];

/** What was tried, and what explains the silence. */
export interface Explanation {
  readonly tried: readonly { readonly name: string; readonly found: boolean; readonly message: string; readonly durationMs: number }[];
  /** Null when nothing answered. */
  readonly diagnosis: string | null;
  readonly suggestions: readonly Suggestion[];
}

interface Trial {
  readonly name: string;
  readonly ask: () => Promise<readonly Stations[]>;
  /** What an answer means. */
  readonly meaning: (found: Stations) => { readonly diagnosis: string; readonly suggestion: Suggestion };
}

export interface Silence {
  readonly probe: LinkProbe;
  readonly wanted: Stations;
  /** Pairs that are devices of the line: they are not the one that is sought, but show that the line works. */
  readonly known: readonly Stations[];
  readonly withinMs: number;
  /** Where answers would run into each other, as on a bus. */
  readonly oneByOne: boolean;
  readonly nowMs: () => number;
}

/** Tries, one after the other, what explains why an outstation on an open line says nothing; ends at the first answer. */
export async function explainSilence({ probe, wanted, known, withinMs, oneByOne, nowMs }: Silence): Promise<Explanation> {
  const { master, outstation } = wanted;
  const isKnown = (stations: Stations): boolean => [wanted, ...known].some((other) => other.master === stations.master && other.outstation === stations.outstation);
  const status = async (asked: readonly Stations[]): Promise<readonly Stations[]> => {
    if (!oneByOne) return probe.linkStatus(asked, withinMs);
    for (const each of asked) {
      const found = await probe.linkStatus([each], withinMs);
      if (found.length > 0) return found;
    }
    return [];
  };
  const trials: readonly Trial[] = [
    {
      name: 'Heard on the line',
      ask: () => Promise.resolve(probe.heard.filter((heard) => !isKnown(heard))),
      meaning: (found) => ({
        diagnosis: heardWords(found, wanted),
        suggestion: { title: `Set the master address to ${found.master} and the outstation address to ${found.outstation}`, how: 'Check with its nameplate or its configuration that it is the right one' },
      }),
    },
    {
      name: 'Addresses swapped',
      ask: () => status([{ master: outstation, outstation: master }]),
      meaning: () => ({
        diagnosis: `The addresses are swapped: outstation ${master} answers master ${outstation}`,
        suggestion: { title: 'Swap the addresses', how: `Set the master address to ${outstation} and the outstation address to ${master}` },
      }),
    },
    {
      name: 'Self address',
      ask: () => status([{ master, outstation: SELF_ADDRESS }]),
      meaning: (found) => ({
        diagnosis: `The outstation's address is ${found.outstation}, not ${outstation}: it answered to the self address`,
        suggestion: { title: `Set the outstation address to ${found.outstation}`, how: 'Or give the outstation the address that the point list has' },
      }),
    },
    {
      name: 'Other master addresses',
      ask: () => status(USUAL.filter((other) => other !== master && other !== outstation).map((other) => ({ master: other, outstation }))),
      meaning: (found) => ({
        diagnosis: `Outstation ${outstation} answers master ${found.master}, not master ${master}`,
        suggestion: { title: `Set the master address to ${found.master}`, how: `Or let the outstation take master ${master}. If another master has that address already, do not use it twice` },
      }),
    },
    {
      name: 'Other outstation addresses',
      ask: () => status(USUAL.filter((other) => other !== outstation && other !== master).map((other) => ({ master, outstation: other }))),
      meaning: (found) => ({
        diagnosis: `No outstation ${outstation} is there, but outstation ${found.outstation} answers`,
        suggestion: { title: `Set the outstation address to ${found.outstation}`, how: 'Check with its nameplate or its configuration that it is the right one' },
      }),
    },
  ];
  const others = new Set<number>();
  const tried: Explanation['tried'][number][] = [];
  for (const { name, ask, meaning } of trials) {
    const began = nowMs();
    const answers = [...probe.heard, ...(await ask())];
    for (const heard of answers) if (heard.master === master && heard.outstation !== outstation && isKnown(heard)) others.add(heard.outstation);
    const found = answers.find((stations) => !isKnown(stations));
    const durationMs = nowMs() - began;
    if (found === undefined) {
      tried.push({ name, found: false, message: 'No answer', durationMs });
      continue;
    }
    const { diagnosis, suggestion } = meaning(found);
    tried.push({ name, found: true, message: diagnosis, durationMs });
    return { tried, diagnosis, suggestions: [suggestion] };
  }
  if (others.size === 0) return { tried, diagnosis: null, suggestions: [] };
  const named = [...others].toSorted((a, b) => a - b).join(', ');
  return {
    tried,
    diagnosis: `Outstation ${outstation} does not answer, and the line works: ${others.size === 1 ? 'outstation' : 'outstations'} ${named} of this project ${others.size === 1 ? 'answers' : 'answer'} master ${master}`,
    suggestions: [{ title: `Compare the outstation address ${outstation} with the device`, how: 'It has another address, is switched off, or is not on this line' }],
  };
}

/** What it means that an outstation was heard with these addresses, where others were wanted. */
function heardWords(found: Stations, { master, outstation }: Stations): string {
  if (found.master === outstation && found.outstation === master) return `The addresses are swapped: outstation ${master} speaks to master ${outstation}`;
  if (found.outstation === outstation) return `Outstation ${outstation} speaks to master ${found.master}, not to master ${master}`;
  return `No outstation ${outstation} was heard, but outstation ${found.outstation} speaks to master ${found.master}`;
}
