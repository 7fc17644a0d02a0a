import type { Asked } from '../../../../shared/contract/simulators';
import type { Micros } from '../../../../shared/domain/time';
import { askedEntry, AskedKinds, type AskedKind as Kind } from '../../asked-kinds';
import { operationText } from './request-text';

interface Facts {
  readonly outstation: number;
  readonly master: number;
  readonly functionCode: number;
  readonly objects: string;
}

/** One kind of request: of one outstation by one master, by one function, of the same objects. */
export type AskedKind = Kind<Facts, string>;

/** What was asked of outstations since they were started, how often, and what was refused. */
export class AskedRecord extends AskedKinds<Facts, string> {
  /** @returns the kind, for a refusal that may follow; null where it is not kept apart */
  note(asked: Facts, now: Micros): AskedKind | null {
    return this.count(`${asked.outstation} ${asked.master} ${asked.functionCode} ${asked.objects}`, asked, now);
  }

  /** For people, the most asked first. */
  entries(): Asked[] {
    return this.kinds()
      .toSorted((a, b) => b.count - a.count || a.outstation - b.outstation || a.functionCode - b.functionCode)
      .map((kind) => askedEntry(kind, { unit: `${kind.outstation} by master ${kind.master}`, operation: operationText(kind.functionCode), addresses: kind.objects, refusal: kind.refusal ?? '' }));
  }
}
