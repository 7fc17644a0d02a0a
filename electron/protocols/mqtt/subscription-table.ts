import { hasWildcard, matches } from './topic-filter';

export interface SubscriptionChange {
  /** To be asked of the broker, also where it knows them: it then sends what it retains to the newcomer. */
  readonly subscribe: readonly { readonly filter: string; readonly qos: 0 | 1 | 2 }[];
  readonly unsubscribe: readonly string[];
}

interface Entry<T> {
  readonly filter: string;
  readonly members: Map<T, 0 | 1 | 2>;
}

/** Who wants which topic filter: each is asked of the broker once, with the highest QoS that somebody wants. */
export class SubscriptionTable<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #wild = new Map<string, Entry<T>>();

  get filters(): readonly string[] {
    return [...this.#entries.keys()];
  }

  qosOf(filter: string): 0 | 1 | 2 {
    const wanted = [...(this.#entries.get(filter)?.members.values() ?? [])];
    if (wanted.includes(2)) return 2;
    return wanted.includes(1) ? 1 : 0;
  }

  /** Replaces all that a member wants, and says what has to be told to the broker. */
  replace(member: T, wanted: ReadonlyMap<string, 0 | 1 | 2>): SubscriptionChange {
    const unsubscribe: string[] = [];
    for (const [filter, entry] of this.#entries) {
      if (wanted.has(filter) || !entry.members.delete(member) || entry.members.size > 0) continue;
      this.#entries.delete(filter);
      this.#wild.delete(filter);
      unsubscribe.push(filter);
    }
    const changed = [...wanted].filter(([filter, qos]) => {
      const entry = this.#entries.get(filter) ?? { filter, members: new Map<T, 0 | 1 | 2>() };
      this.#entries.set(filter, entry);
      if (hasWildcard(filter)) this.#wild.set(filter, entry);
      const before = entry.members.get(member);
      entry.members.set(member, qos);
      return before !== qos;
    });
    return { subscribe: changed.map(([filter]) => ({ filter, qos: this.qosOf(filter) })), unsubscribe };
  }

  /** Calls back for each filter that a topic matches and each member that wants it. */
  dispatch(topic: string, found: (member: T, filter: string) => void): void {
    const exact = this.#entries.get(topic);
    if (exact !== undefined && !hasWildcard(topic)) for (const member of exact.members.keys()) found(member, exact.filter);
    for (const { filter, members } of this.#wild.values()) {
      if (matches(filter, topic)) for (const member of members.keys()) found(member, filter);
    }
  }
}
