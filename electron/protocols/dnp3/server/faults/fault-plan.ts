import { PlannedFaults } from '../../../planned-faults';
import { checkFault, type FaultScope, type MetFault } from './fault-kinds';

/** What a response is to whom. */
export interface ResponseFacts {
  readonly outstation: number;
  readonly master: number;
  /** The function of the request; null for an unsolicited response. */
  readonly functionCode: number | null;
}

type Kind = MetFault['kind'];

/** Faults that meet other things than responses. */
const ELSEWHERE: ReadonlySet<Kind> = new Set<Kind>(['stuck', 'confirm-lost', 'command-status', 'link-refuses']);

/** Which faults responses, confirms, commands, link requests and connections meet. */
export class FaultPlan extends PlannedFaults<MetFault, FaultScope> {
  constructor() {
    super(checkFault);
  }

  forResponse(facts: ResponseFacts): MetFault[] {
    return this.meet(({ fault, scope }) => !ELSEWHERE.has(fault.kind) && stationsFit(scope, facts) && responseFits(scope, facts));
  }

  /** Whether a confirm of the master is not heard. */
  losesConfirm(facts: ResponseFacts): boolean {
    return this.#meets('confirm-lost', facts);
  }

  /** Whether the link layer refuses a request of its own kind. */
  linkRefuses(facts: ResponseFacts): boolean {
    return this.#meets('link-refuses', facts);
  }

  /** The status that a command is refused with; undefined where it is not. */
  forCommand(outstation: number, master: number): number | undefined {
    const [met] = this.meet(({ fault, scope }) => fault.kind === 'command-status' && stationsFit(scope, { outstation, master }));
    return met?.kind === 'command-status' ? met.settings.status : undefined;
  }

  /** Whether a connection that was just made is stuck from the beginning. */
  forConnection(): boolean {
    return this.meet(({ fault }) => fault.kind === 'stuck').length > 0;
  }

  #meets(kind: Kind, facts: ResponseFacts): boolean {
    return this.meet(({ fault, scope }) => fault.kind === kind && stationsFit(scope, facts)).length > 0;
  }
}

function stationsFit(scope: FaultScope, { outstation, master }: Pick<ResponseFacts, 'outstation' | 'master'>): boolean {
  return (scope.outstation === null || scope.outstation === outstation) && (scope.master === null || scope.master === master);
}

function responseFits(scope: FaultScope, { functionCode }: ResponseFacts): boolean {
  if (scope.responses !== null && (scope.responses === 'unsolicited') !== (functionCode === null)) return false;
  return scope.function === null || scope.function === functionCode;
}
