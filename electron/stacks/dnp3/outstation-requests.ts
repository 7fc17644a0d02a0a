import { FileServer } from './file-server';
import { decodeFragmentObjects, type FragmentHeader } from './fragment';
import { FUNCTION } from './function-codes';
import { IIN } from './iin';
import type { ObjectBlock } from './object-block';
import { OutstationControls } from './outstation-controls';
import { ScheduledFreezes } from './scheduled-freezes';
import { assignClass, classOf, freeze, write, type OutstationShared } from './outstation-functions';
import type { ManageAction } from './outstation-handler';
import type { OutstationSettings } from './outstation-settings';

/** What a device may do beside its points. */
const MANAGED: ReadonlyMap<number, ManageAction> = new Map([
  [FUNCTION.initializeData, 'initialize-data'],
  [FUNCTION.initializeApplication, 'initialize-application'],
  [FUNCTION.startApplication, 'start-application'],
  [FUNCTION.stopApplication, 'stop-application'],
  [FUNCTION.saveConfiguration, 'save-configuration'],
  [FUNCTION.activateConfiguration, 'activate-configuration'],
]);

/** What goes into a response beside the session's own indications. */
export interface RequestAnswer {
  readonly blocks: readonly ObjectBlock[];
  readonly iin: number;
}

/** What requests change in their session. */
export interface RequestEffects {
  clearRestart(): void;
  enableUnsolicited(eventClass: 1 | 2 | 3, enabled: boolean): void;
  /** Objects of a request could not be read. */
  malformed(): void;
}

const FILE_GROUP = 70;

/** Whether a read is one of a file's block, which is answered like other requests. */
export function isFileRead(fragment: Uint8Array, header: FragmentHeader): boolean {
  return header.functionCode === FUNCTION.read && fragment[header.objectsAt] === FILE_GROUP;
}

/** Carries out the requests of one master that are no reads. */
export class OutstationRequests {
  readonly #settings: OutstationSettings;
  readonly #shared: OutstationShared;
  readonly #effects: RequestEffects;
  readonly #controls: OutstationControls;
  readonly #files: FileServer | undefined;
  readonly #freezes: ScheduledFreezes;
  #recorded: { readonly sequence: number; readonly at: number } | undefined;

  constructor(settings: OutstationSettings, shared: OutstationShared, effects: RequestEffects) {
    this.#settings = settings;
    this.#shared = shared;
    this.#effects = effects;
    this.#controls = new OutstationControls(settings, shared.handler, (command, status, now) => shared.database.commanded(command, status, now));
    this.#files = shared.files === undefined ? undefined : new FileServer(shared.files, settings.maxSent);
    this.#freezes = new ScheduledFreezes((points, now) => freeze(FUNCTION.immediateFreeze, points, shared, now));
  }

  /** The channel is gone. */
  closed(): void {
    this.forget();
    this.#files?.forget();
  }

  /** Freezes what is due; when to call this again, or undefined. */
  tick(now: number): number | undefined {
    const ms = this.#freezes.run(this.#shared.handler.currentTime(now), now);
    return ms === undefined ? undefined : now + ms;
  }

  /** Another request came: a selection and a recorded time hold no more. */
  forget(): void {
    this.#controls.forget();
    this.#recorded = undefined;
  }

  /** The objects of a request, or the indication that answers such as cannot be read. */
  objects(fragment: Uint8Array, header: FragmentHeader): { readonly blocks: readonly ObjectBlock[] } | { readonly bad: number } {
    const decoded = decodeFragmentObjects(fragment, header);
    if (decoded.kind === 'value') return decoded;
    this.#effects.malformed();
    return { bad: decoded.problem === 'object-unknown' ? IIN.objectUnknown : IIN.parameterError };
  }

  /** Carries a request out that is no read. */
  perform(fragment: Uint8Array, header: FragmentHeader, now: number): RequestAnswer {
    const { functionCode } = header;
    const managed = MANAGED.get(functionCode);
    if (managed !== undefined) return this.#manage(managed, fragment.subarray(header.objectsAt));
    const { sequence } = header.control;
    const decoded = takesNoObjects(functionCode) && fragment.length > header.objectsAt ? { bad: IIN.parameterError } : this.objects(fragment, header);
    const control = isControl(functionCode);
    const recorded = this.#recorded;
    this.#recorded = undefined;
    if (!control || 'bad' in decoded) this.#controls.forget();
    if ('bad' in decoded) return { blocks: [], iin: decoded.bad };
    const { blocks } = decoded;
    const only = (iin: number): RequestAnswer => ({ blocks: [], iin });
    if (control) {
      // The answer has two octets more than the request: what could not be answered is not carried out.
      if (fragment.length + 2 > this.#settings.maxSent) return only(IIN.parameterError);
      return this.#controls.request(functionCode, sequence, blocks, fragment.subarray(header.objectsAt), now);
    }
    const touchesFiles = blocks.some(({ group }) => group === FILE_GROUP);
    if (touchesFiles || (functionCode >= FUNCTION.openFile && functionCode <= FUNCTION.abortFile)) {
      if (this.#files === undefined) return only(touchesFiles && functionCode <= FUNCTION.write ? IIN.objectUnknown : IIN.functionNotSupported);
      return this.#files.request(functionCode, blocks, now);
    }
    switch (functionCode) {
      case FUNCTION.write:
        return only(
          write(
            blocks,
            this.#shared,
            {
              clearRestart: () => this.#effects.clearRestart(),
              recordedAt: () => (recorded !== undefined && ((recorded.sequence + 1) & 0x0f) === sequence ? recorded.at : undefined),
            },
            now,
          ),
        );
      case FUNCTION.immediateFreeze:
      case FUNCTION.immediateFreezeNoAck:
      case FUNCTION.freezeClear:
      case FUNCTION.freezeClearNoAck:
        return only(freeze(functionCode, blocks, this.#shared, now));
      case FUNCTION.freezeAtTime:
      case FUNCTION.freezeAtTimeNoAck:
        return only(this.#freezes.request(blocks, this.#shared.handler.currentTime(now)));
      case FUNCTION.coldRestart:
      case FUNCTION.warmRestart:
        return this.#restart(functionCode === FUNCTION.coldRestart ? 'cold' : 'warm');
      case FUNCTION.enableUnsolicited:
      case FUNCTION.disableUnsolicited:
        return only(this.#enable(blocks, functionCode === FUNCTION.enableUnsolicited));
      case FUNCTION.assignClass:
        return only(assignClass(blocks, this.#shared));
      case FUNCTION.delayMeasure:
        return { blocks: [single(52, 2, { delay: 0 })], iin: 0 };
      case FUNCTION.recordCurrentTime:
        this.#recorded = { sequence, at: now };
        return only(0);
      default:
        return only(IIN.functionNotSupported);
    }
  }

  #restart(kind: 'cold' | 'warm'): RequestAnswer {
    return answerIn(this.#shared.handler.restart(kind));
  }

  #manage(action: ManageAction, what: Uint8Array): RequestAnswer {
    this.forget();
    return answerIn(this.#shared.handler.manage?.(action, what));
  }

  #enable(blocks: readonly ObjectBlock[], enabled: boolean): number {
    if (!this.#settings.unsolicited.allowed) return IIN.functionNotSupported;
    let iin = blocks.length === 0 ? IIN.parameterError : 0;
    for (const { group, variation, range } of blocks) {
      const eventClass = group === 60 ? classOf(variation) : undefined;
      if (eventClass === undefined || eventClass === 0 || range.kind !== 'all') iin |= IIN.parameterError;
      else this.#effects.enableUnsolicited(eventClass, enabled);
    }
    return iin;
  }
}

/** Select, operate, direct operate with and without acknowledgement. */
export function isControl(functionCode: number): boolean {
  return functionCode >= FUNCTION.select && functionCode <= FUNCTION.directOperateNoAck;
}

function takesNoObjects(functionCode: number): boolean {
  return functionCode === FUNCTION.delayMeasure || functionCode === FUNCTION.recordCurrentTime || functionCode === FUNCTION.coldRestart || functionCode === FUNCTION.warmRestart;
}

function single(group: number, variation: number, value: ObjectBlock['entries'][number]['value']): ObjectBlock {
  return { group, variation, range: { kind: 'count', size: 1, count: 1 }, entries: [{ index: 0, value }] };
}

/** When it is done, by group 52; or that it is not supported. */
function answerIn(delay: number | undefined): RequestAnswer {
  if (delay === undefined) return { blocks: [], iin: IIN.functionNotSupported };
  if (delay <= 0) return { blocks: [], iin: 0 };
  const fine = delay <= 0xffff;
  return { blocks: [single(52, fine ? 2 : 1, { delay: fine ? Math.round(delay) : Math.min(0xffff, Math.ceil(delay / 1000)) })], iin: 0 };
}
