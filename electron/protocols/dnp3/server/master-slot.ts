import { decodeLinkFrame, DEFAULT_OUTSTATION, encodeLinkFrame, FUNCTION, isResponse, outstationLink, PRIMARY, SECONDARY, SELF_ADDRESS } from '../../../stacks/dnp3';
import type { LinkFrame, OutstationSession } from '../../../stacks/dnp3';
import type { Clock } from '../../protocol';
import type { AskedKind, AskedRecord } from './asked-record';
import { damageFrame } from './faults/damage-frame';
import type { MetFault } from './faults/fault-kinds';
import type { FaultPlan } from './faults/fault-plan';
import type { ServedConnection } from './served-connection';
import type { ServedOutstation } from './served-outstation';
import { begunBy, type BegunFragment } from './request-text';
import { refusalOf } from './refusal-text';

export interface SlotContext {
  readonly clock: Clock;
  readonly record: AskedRecord;
  readonly plan: FaultPlan;
}

const NO_FAULTS: readonly MetFault[] = [];

/**
 * One master of one outstation on one port: its session, which outlives connections and keeps its events, and the
 * connection by which the master is there at present.
 */
export class MasterSlot {
  #session: OutstationSession;
  #connection: ServedConnection | null = null;
  #timer: NodeJS.Timeout | null = null;
  #wakeAt = Number.POSITIVE_INFINITY;
  #asked: { readonly kind: AskedKind | null; readonly functionCode: number } | null = null;
  /** What the response that is being sent met. */
  #faults = NO_FAULTS;
  #closed = false;

  constructor(
    readonly station: ServedOutstation,
    readonly master: number,
    private readonly context: SlotContext,
  ) {
    this.#session = this.#begin();
  }

  get connection(): ServedConnection | null {
    return this.#connection;
  }

  /** The master is there by this connection from now on. */
  attach(connection: ServedConnection): void {
    if (this.#connection === connection) return;
    this.detach('The master came by another connection.');
    this.#connection = connection;
    if (!this.station.silent) this.#session.opened(this.#now);
  }

  detach(reason: string): void {
    if (this.#connection === null) return;
    this.#connection = null;
    this.#session.closed(reason);
  }

  /** A frame of its master to its outstation, or to all. */
  receive(frame: LinkFrame): void {
    const { station, context } = this;
    if (station.silent) return;
    const facts = { outstation: station.address, master: this.master, functionCode: null };
    const carries = frame.functionCode === PRIMARY.confirmedData || frame.functionCode === PRIMARY.unconfirmedData;
    if (frame.primary && frame.functionCode !== PRIMARY.unconfirmedData && context.plan.linkRefuses(facts)) return this.#refuseLink(frame.functionCode);
    const begun = frame.primary && carries ? begunBy(frame, true) : null;
    if (begun !== null && !this.#hears(begun, facts)) return;
    station.asking(this.#clientText(), this.master);
    this.#session.receive(frame, this.#now);
    station.settle();
  }

  /** The outstation restarted: a session of its own begins. */
  renew(): void {
    this.station.drop(this.#session);
    this.#session.closed('The outstation restarted.');
    this.#session = this.#begin();
    if (this.#connection !== null) this.#session.opened(this.#now);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.detach('The outstation is gone.');
    this.station.drop(this.#session);
  }

  get #now(): number {
    return this.context.clock.monotonicMs();
  }

  #begin(): OutstationSession {
    const { settings } = this.station;
    const { unsolicited } = DEFAULT_OUTSTATION;
    const { authentication } = this.station.security;
    return this.station.session(
      {
        ...DEFAULT_OUTSTATION,
        link: outstationLink(this.station.address, this.master, { confirmed: settings.linkConfirm, selfAddress: settings.selfAddress }),
        maxSent: settings.maxFragment,
        maxReceived: settings.maxFragment,
        confirmTimeoutMs: settings.confirmTimeoutMs,
        selectTimeoutMs: settings.selectTimeoutMs,
        eventLimit: () => settings.eventsPerType,
        unsolicited: { ...unsolicited, allowed: settings.unsolicited, classes: settings.unsolicitedAtOnce ? [1, 2, 3] : [], retries: settings.unsolicitedRetries },
        ...(authentication === undefined ? {} : { authentication }),
      },
      { send: (octets) => this.#send(octets), wake: (at) => this.#wake(at) },
      this.#now,
    );
  }

  /** Notes a request; false for a confirm that a fault takes away. */
  #hears({ functionCode, objects }: BegunFragment, facts: { readonly outstation: number; readonly master: number; readonly functionCode: null }): boolean {
    const { record, plan, clock } = this.context;
    if (functionCode === FUNCTION.confirm) return !plan.losesConfirm(facts);
    if (isResponse(functionCode)) return true;
    this.#connection?.countRequest();
    this.#asked = { kind: record.note({ outstation: this.station.address, master: this.master, functionCode, objects }, clock.nowMicros()), functionCode };
    return true;
  }

  #send(octets: Uint8Array): boolean {
    const connection = this.#connection;
    if (connection === null) return false;
    // Lost on the way, as far as the session can tell.
    if (this.station.silent) return true;
    const decoded = decodeLinkFrame(octets, 0);
    const frame = decoded.kind === 'value' ? decoded.value : null;
    const isData = frame !== null && frame.primary && (frame.functionCode === PRIMARY.unconfirmedData || frame.functionCode === PRIMARY.confirmedData);
    if (!isData) return connection.write(octets);
    const begun = begunBy(frame, false);
    if (begun !== null) this.#faults = this.#beginResponse(begun, frame);
    if (this.#faults.length === 0) return connection.write(octets);
    connection.writeParts(damageFrame(octets, begun !== null, this.#faults, () => this.context.plan.random()));
    return true;
  }

  /** The faults of a response that begins; a refusal in it is noted. */
  #beginResponse({ unsolicited }: BegunFragment, frame: LinkFrame): readonly MetFault[] {
    const { plan, record } = this.context;
    const asked = unsolicited ? null : this.#asked;
    const control = asked !== null && asked.functionCode >= FUNCTION.select && asked.functionCode <= FUNCTION.directOperate;
    const refusal = asked === null ? null : refusalOf(frame, control);
    if (asked !== null && refusal !== null) record.refuse(asked.kind, refusal);
    return plan.forResponse({ outstation: this.station.address, master: this.master, functionCode: asked?.functionCode ?? null });
  }

  #refuseLink(functionCode: number): void {
    const answer = functionCode === PRIMARY.requestStatus ? SECONDARY.notSupported : SECONDARY.nack;
    const encoded = encodeLinkFrame({ fromMaster: false, primary: false, fcb: false, fcvOrDfc: false, functionCode: answer, destination: this.master, source: this.station.address, userData: new Uint8Array(0) });
    if (encoded.kind === 'octets') this.#connection?.write(encoded.octets);
  }

  #clientText(): string {
    const address = this.#connection?.address ?? '';
    return `${address}${address === '' ? '' : ', '}master ${this.master}`;
  }

  #wake(at: number): void {
    if (this.#closed || at >= this.#wakeAt) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#wakeAt = Number.POSITIVE_INFINITY;
        this.#session.tick(this.#now);
      },
      Math.max(1, Math.ceil(at - this.#now)),
    );
  }
}

/** Whether a frame is for the outstation alone: by its address, or by the address that any outstation may answer. */
export function isFor(frame: LinkFrame, { address, settings }: ServedOutstation): boolean {
  return frame.destination === address || (frame.destination === SELF_ADDRESS && settings.selfAddress);
}
