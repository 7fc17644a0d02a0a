import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import type { ContractError } from '../../shared/contract/answer';
import { IPC } from './ipc-channels';
import { isOwnMainFrame } from './sender';

/** The contract as the window's carrier needs it; the engine's door checks names, inputs and permissions. */
export interface DesktopDoor {
  /** Answers a call; never rejects. */
  invoke(name: string, input: unknown, tenantId: string | undefined): Promise<unknown>;
  /**
   * Starts a subscription.
   * @param push hands one payload to the window; resolves when the window has taken it
   */
  subscribe(topic: string, filter: unknown, push: (payload: unknown) => Promise<void>, tenantId: string | undefined): Subscribed | Promise<Subscribed>;
}

/** An error, or a function that ends the subscription. */
type Subscribed = ContractError | (() => void);

const nameSchema = z.string().max(128);
/** What the contract calls null, the door knows as undefined: the session's own tenant. */
const tenantSchema = z.string().max(128).nullish().transform((tenantId) => tenantId ?? undefined);
const subscriptionSchema = z.number().int().positive();
/** A window has a few subscriptions; one that opens thousands is out of order. */
const MOST_SUBSCRIPTIONS = 256;

interface Subscription {
  end: () => void;
  taken: (() => void) | undefined;
}

function refusal(code: 'bad_input' | 'forbidden' | 'too_many', message: string): ContractError {
  return { code, message, details: {}, errorId: null };
}

/** The subscriptions of one window. */
class WindowSubscriptions {
  readonly #open = new Map<number, Subscription>();

  constructor(
    private readonly contents: WebContents,
    private readonly door: DesktopDoor,
  ) {}

  async start(id: number, topic: string, filter: unknown, tenantId: string | undefined): Promise<ContractError | null> {
    if (this.#open.has(id)) return refusal('bad_input', `Subscription ${id} is open already.`);
    if (this.#open.size >= MOST_SUBSCRIPTIONS) return refusal('too_many', `A window can hold ${MOST_SUBSCRIPTIONS} subscriptions.`);
    const subscription: Subscription = { end: () => undefined, taken: undefined };
    this.#open.set(id, subscription);
    const started = await this.door.subscribe(topic, filter, (payload) => this.#push(id, subscription, payload), tenantId);
    const isOpen = this.#open.get(id) === subscription;
    if (typeof started !== 'function') {
      if (isOpen) this.#open.delete(id);
      return started;
    }
    // Ended while it was being started.
    if (isOpen) subscription.end = started;
    else started();
    return null;
  }

  #push(id: number, subscription: Subscription, payload: unknown): Promise<void> {
    if (this.#open.get(id) !== subscription || this.contents.isDestroyed()) return Promise.resolve();
    return new Promise((resolve) => {
      subscription.taken = resolve;
      this.contents.send(IPC.event, id, payload);
    });
  }

  taken(id: number): void {
    const subscription = this.#open.get(id);
    subscription?.taken?.();
    if (subscription) subscription.taken = undefined;
  }

  end(id: number): void {
    const subscription = this.#open.get(id);
    if (!subscription) return;
    this.#open.delete(id);
    subscription.end();
    subscription.taken?.();
  }

  endAll(): void {
    for (const id of this.#open.keys()) this.end(id);
  }
}

/**
 * Carries the contract between windows and the door. Messages whose sender is not the main frame of our own scheme are
 * refused without being looked at.
 * @returns a function that ends all subscriptions and stops listening
 */
export function serveIpc(ipcMain: IpcMain, door: DesktopDoor): () => void {
  const windows = new Map<number, WindowSubscriptions>();

  const subscriptionsOf = (contents: WebContents): WindowSubscriptions => {
    const known = windows.get(contents.id);
    if (known) return known;
    const made = new WindowSubscriptions(contents, door);
    windows.set(contents.id, made);
    // A reload begins anew: what the page before it subscribed to has no listener any more.
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) made.endAll();
    });
    contents.once('destroyed', () => {
      made.endAll();
      windows.delete(contents.id);
    });
    return made;
  };

  const invoke = (event: IpcMainInvokeEvent, name: unknown, input: unknown, tenantId: unknown): Promise<unknown> => {
    if (!isOwnMainFrame(event)) throw new Error('Refused: this frame may not call.');
    const parsed = z.tuple([nameSchema, tenantSchema]).safeParse([name, tenantId]);
    if (!parsed.success) return Promise.resolve({ ok: false, error: refusal('bad_input', 'The names of a procedure and of a tenant are texts.') });
    return door.invoke(parsed.data[0], input, parsed.data[1]);
  };

  const subscribe = (event: IpcMainInvokeEvent, id: unknown, topic: unknown, filter: unknown, tenantId: unknown): Promise<ContractError | null> => {
    if (!isOwnMainFrame(event)) throw new Error('Refused: this frame may not subscribe.');
    const parsed = z.tuple([subscriptionSchema, nameSchema, tenantSchema]).safeParse([id, topic, tenantId]);
    if (!parsed.success) return Promise.resolve(refusal('bad_input', 'A subscription needs a positive number and the name of a topic.'));
    return subscriptionsOf(event.sender).start(parsed.data[0], parsed.data[1], filter, parsed.data[2]);
  };

  const withSubscription = (act: (subscriptions: WindowSubscriptions, id: number) => void) => (event: IpcMainEvent, id: unknown) => {
    const parsed = subscriptionSchema.safeParse(id);
    const subscriptions = windows.get(event.sender.id);
    if (parsed.success && subscriptions && isOwnMainFrame(event)) act(subscriptions, parsed.data);
  };
  const unsubscribe = withSubscription((subscriptions, id) => subscriptions.end(id));
  const taken = withSubscription((subscriptions, id) => subscriptions.taken(id));

  ipcMain.handle(IPC.invoke, invoke);
  ipcMain.handle(IPC.subscribe, subscribe);
  ipcMain.on(IPC.unsubscribe, unsubscribe);
  ipcMain.on(IPC.taken, taken);
  return () => {
    ipcMain.removeHandler(IPC.invoke);
    ipcMain.removeHandler(IPC.subscribe);
    ipcMain.off(IPC.unsubscribe, unsubscribe);
    ipcMain.off(IPC.taken, taken);
    for (const subscriptions of windows.values()) subscriptions.endAll();
    windows.clear();
  };
}
