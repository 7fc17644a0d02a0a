import type { Store } from './store';

/** How the way to the engine stands. `unauthenticated`: it answers, and wants the access token. */
export type LinkState = 'connecting' | 'connected' | 'lost' | 'unauthenticated';

/** Carries calls and subscriptions to the engine; everything it hands back is unknown until checked. */
export interface Transport {
  readonly link: Store<LinkState>;
  /** Resolves with an `Answer`; rejects with a `ClientError` when the engine is gone. */
  call(name: string, input: unknown, tenantId: string | null): Promise<unknown>;
  /** Holds over reconnections: the subscription is made again by itself. */
  subscribe(
    topic: string,
    filter: unknown,
    tenantId: string | null,
    listener: (payload: unknown) => void,
    refused: (error: unknown) => void,
  ): () => void;
  close(): void;
}
