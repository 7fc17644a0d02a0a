import { attributeName, attributeValue, eventPoll, header, POINT_FACTS, read, type Dnp3Line, type MasterSession, type MasterTask, type Report, type TaskOutcome } from '../../stacks/dnp3';
import type { Point } from '../../../shared/domain/point';
import { ADDRESS_TYPES, TYPE_FACTS, valueKey, type AddressType } from './point-address';
import { inventoryOf, type Answered } from './inventory-of';
import { runTask } from './session-task';
import type { Inventory, InventoryCapability } from '../protocol';

export interface DeviceInventoryParts {
  readonly session: MasterSession;
  readonly channel: Dnp3Line;
  readonly isConnected: () => boolean;
}

/** What the reports that come are an answer to. */
type Asking = { readonly what: 'class-0' } | { readonly what: 'type' } | { readonly what: 'events'; readonly eventClass: 1 | 2 | 3 } | { readonly what: 'deadbands' } | { readonly what: 'attributes' };

interface Step {
  readonly title: string;
  readonly asking: Asking;
  readonly make: (done: (outcome: TaskOutcome) => void) => MasterTask;
}

const BY_STACK = new Map(ADDRESS_TYPES.map((type) => [TYPE_FACTS[type].stack, type]));
/** Product, maker and the version of its program (from memory of IEEE 1815, group 0). */
const ATTRIBUTES = new Set([242, 250, 252]);

/**
 * Asks for everything: the events of each class by itself, class 0, every type of point by itself, deadbands, attributes.
 * What comes is pushed like all that comes, so that no event is lost by asking.
 */
export class DeviceInventory implements InventoryCapability {
  readonly #parts: DeviceInventoryParts;
  #asking: Asking | null = null;
  #busy = false;
  #found = new Map<string, Answered>();
  #attributes: string[] = [];

  constructor(parts: DeviceInventoryParts) {
    this.#parts = parts;
  }

  async read(points: readonly Point[], progress: (step: string, done: number, total: number) => void, signal: AbortSignal): Promise<Inventory> {
    if (this.#busy) throw new Error('The outstation is being asked for all it has already.');
    this.#busy = true;
    this.#found = new Map();
    this.#attributes = [];
    try {
      const notes: string[] = [];
      for (const [at, step] of STEPS.entries()) {
        progress(step.title, at, STEPS.length);
        const outcome = await this.#run(step, signal);
        signal.throwIfAborted();
        const trouble = troubleOf(outcome, step);
        if (trouble !== null && step.asking.what === 'class-0') throw new Error(trouble);
        if (trouble !== null) notes.push(trouble);
      }
      progress('Comparing', STEPS.length, STEPS.length);
      const attributes = this.#attributes.length === 0 ? [] : [`The outstation says of itself: ${this.#attributes.join('; ')}.`];
      return inventoryOf(points, this.#found, [...attributes, ...notes]);
    } finally {
      this.#asking = null;
      this.#busy = false;
    }
  }

  /** Every report of the session goes through here. */
  take(reports: readonly Report[], isUnsolicited: boolean): void {
    const asking = this.#asking;
    if (asking === null || isUnsolicited) return;
    for (const report of reports) this.#takeOne(report, asking);
  }

  #run({ asking, make }: Step, signal: AbortSignal): Promise<TaskOutcome | null> {
    const { session, channel, isConnected } = this.#parts;
    if (!isConnected()) return Promise.resolve(null);
    return runTask(session, channel, signal, (done) => {
      const task = make((outcome) => {
        this.#asking = null;
        done(outcome);
      });
      // From when it is its turn: other polls may be under way before.
      return { ...task, step: (index, previous, now) => {
        if (index === 0) this.#asking = asking;
        return task.step(index, previous, now);
      } };
    });
  }

  #takeOne({ group, variation, kind, type: stack, index, value }: Report, asking: Asking): void {
    if (kind === 'attribute' && asking.what === 'attributes' && ATTRIBUTES.has(variation)) {
      const text = attributeValue(value);
      if (typeof text === 'string') this.#attributes.push(`${attributeName(variation)} ${text}`);
      return;
    }
    if (kind === 'deadband') {
      const found = this.#found.get(valueKey('analog', index));
      if (found !== undefined && value.value !== undefined) found.eventDeadband = value.value;
      return;
    }
    const type = stack === undefined ? undefined : BY_STACK.get(stack);
    if (type === undefined || stack === undefined) return;
    const answer = this.#answer(type, index);
    if (group === POINT_FACTS[stack].eventGroup) {
      answer.eventVariation = variation;
      if (asking.what === 'events') answer.eventClass = asking.eventClass;
      return;
    }
    answer.staticVariation = variation;
    answer.flags = value.flags ?? answer.flags;
    if (asking.what === 'class-0') answer.inClass0 = true;
  }

  #answer(type: AddressType, index: number): Answered {
    const key = valueKey(TYPE_FACTS[type].stack, index);
    const answer = this.#found.get(key) ?? { type, index, staticVariation: null, flags: null, eventDeadband: null, eventClass: null, eventVariation: null, inClass0: false };
    this.#found.set(key, answer);
    return answer;
  }
}

const STEPS: readonly Step[] = [
  ...([1, 2, 3] as const).map((eventClass): Step => ({ title: `Events of class ${eventClass}`, asking: { what: 'events', eventClass }, make: (done) => eventPoll([eventClass], done) })),
  { title: 'Class 0', asking: { what: 'class-0' }, make: (done) => read([header(60, 1)], done, { name: 'class 0' }) },
  ...ADDRESS_TYPES.map((type): Step => {
    const { title, stack } = TYPE_FACTS[type];
    return { title, asking: { what: 'type' }, make: (done) => read([header(POINT_FACTS[stack].staticGroup, 0)], done, { name: title.toLowerCase() }) };
  }),
  { title: 'Deadbands', asking: { what: 'deadbands' }, make: (done) => read([header(34, 0)], done, { name: 'deadbands' }) },
  { title: 'Attributes', asking: { what: 'attributes' }, make: (done) => read([header(0, 254, { kind: 'range', size: 1, start: 0, stop: 0 })], done, { name: 'device attributes' }) },
];

/** Why a step brought nothing; null where that is no trouble: an outstation without a type of point may refuse it. */
function troubleOf(outcome: TaskOutcome | null, { title, asking }: Step): string | null {
  if (outcome === null) return 'The outstation is not connected.';
  if (outcome.ok || (outcome.failure.kind === 'refused' && asking.what !== 'class-0')) return null;
  return `${title}: ${outcome.failure.message}`;
}
