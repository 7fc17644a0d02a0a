/**
 * What the desktop window's preload script puts on `window.thermacore`: the carrier of the contract between the renderer
 * and the main process, and nothing else. Both sides treat what arrives as unknown and check it against the contract.
 */
export interface DesktopBridge {
  /**
   * Calls a procedure of a tenant (null: the session's own); resolves with an `Answer` and never rejects for an error of
   * the procedure.
   */
  invoke(name: string, input: unknown, tenantId: string | null): Promise<unknown>;
  /**
   * Subscribes to a topic of the event stream. `listener` receives each payload; the next one is sent only after it has
   * returned. `refused`, if given, receives the error (a `ContractError`) when the subscription is not granted.
   * @returns a function that ends the subscription
   */
  subscribe(topic: string, filter: unknown, tenantId: string | null, listener: (payload: unknown) => void, refused?: (error: unknown) => void): () => void;
}

/** The name of the bridge on `window`. */
export const BRIDGE_NAME = 'thermacore';
