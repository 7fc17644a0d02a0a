import { z } from 'zod';
import { eventTopics, type TopicFilter, type TopicName, type TopicPayload } from '../../shared/contract/events';
import { procedures, type ProcedureInput, type ProcedureName, type ProcedureOutput } from '../../shared/contract/index';
import { answerSchema } from '../../shared/contract/messages';
import { ClientError, toClientError } from './client-error';
import { Store } from './store';
import type { LinkState, Transport } from './transport';

function check(schema: z.ZodType, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ClientError({
    code: 'internal',
    message: `${what} came in a form that this window does not know; the engine is of another version. ${z.prettifyError(parsed.error).slice(0, 300)}`,
    details: { reason: 'contract_mismatch' },
    errorId: null,
  });
}

interface OpenSubscription {
  start(): void;
  end(): void;
}

/** What goes on while nobody looks: a job's result is saved when the job ends, not when the window comes back. */
const ALSO_WHEN_HIDDEN: ReadonlySet<TopicName> = new Set<TopicName>(['jobs']);

/** The typed way to everything that the engine can do. One for the window. */
export class Client {
  /** The tenant that calls and subscriptions are for; null lets the engine choose the session's own. */
  readonly tenantId = new Store<string | null>(null);
  readonly #subscriptions = new Set<OpenSubscription>();
  #hidden = false;

  constructor(private readonly transport: Transport) {}

  get link(): Store<LinkState> {
    return this.transport.link;
  }

  /** Calls a procedure of the contract. Throws a {@link ClientError} with the engine's words. */
  async call<N extends ProcedureName>(name: N, input: ProcedureInput<N>): Promise<ProcedureOutput<N>> {
    const procedure = procedures[name];
    const tenantId = procedure.tenant ? this.tenantId.get() : null;
    const answer = answerSchema.safeParse(await this.#send(name, input, tenantId));
    if (!answer.success) throw toClientError(`The answer to ${name} is none: ${z.prettifyError(answer.error)}`);
    if (!answer.data.ok) throw new ClientError(answer.data.error);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by this very procedure's schema
    return check(procedure.output, answer.data.value, name) as ProcedureOutput<N>;
  }

  async #send(name: string, input: unknown, tenantId: string | null): Promise<unknown> {
    try {
      return await this.transport.call(name, input, tenantId);
    } catch (cause) {
      throw toClientError(cause);
    }
  }

  /**
   * Subscribes to a topic; the present state comes first. Holds over a lost engine, a change of tenant and a hidden
   * window, after which the present state comes again.
   * @param refused is told why when the engine does not grant it
   */
  subscribe<T extends TopicName>(
    topic: T,
    filter: TopicFilter<T>,
    listener: (payload: TopicPayload<T>) => void,
    refused?: (error: ClientError) => void,
  ): () => void {
    const take = (payload: unknown): void => {
      let checked: TopicPayload<T>;
      try {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by this very topic's schema
        checked = check(eventTopics[topic].payload, payload, topic) as TopicPayload<T>;
      } catch (cause) {
        refused?.(toClientError(cause));
        return;
      }
      listener(checked);
    };
    let end: (() => void) | undefined;
    const subscription: OpenSubscription = {
      start: () => {
        if (this.#hidden && !ALSO_WHEN_HIDDEN.has(topic)) return;
        end ??= this.transport.subscribe(topic, filter, this.tenantId.get(), take, (error) => refused?.(toClientError(error)));
      },
      end: () => {
        end?.();
        end = undefined;
      },
    };
    this.#subscriptions.add(subscription);
    subscription.start();
    return () => {
      this.#subscriptions.delete(subscription);
      subscription.end();
    };
  }

  /** A hidden window asks for nothing new: its subscriptions end, and begin again with the present state. */
  setHidden(hidden: boolean): void {
    if (this.#hidden === hidden) return;
    this.#hidden = hidden;
    this.#restart();
  }

  /** Turns everything to another tenant. */
  useTenant(tenantId: string): void {
    if (this.tenantId.get() === tenantId) return;
    this.tenantId.set(tenantId);
    this.#restart();
  }

  /** Names the tenant that the engine chose for the session: subscriptions are its own already. */
  nameTenant(tenantId: string): void {
    this.tenantId.set(tenantId);
  }

  #restart(): void {
    for (const subscription of this.#subscriptions) {
      subscription.end();
      subscription.start();
    }
  }

  close(): void {
    this.transport.close();
  }
}
