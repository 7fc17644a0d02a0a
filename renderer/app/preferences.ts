import type { z } from 'zod';
import type { Client } from '../client/client';

/** Changes of a setting within this time are kept once. */
const GATHER_MS = 400;

/** Personal settings, kept by the engine apart from the project. */
export class Preferences {
  readonly #waiting = new Map<string, { readonly timer: ReturnType<typeof setTimeout>; readonly keep: () => void }>();

  constructor(
    private readonly client: Client,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** A setting, or null when it was never set or is of another version's form. */
  async get<S extends z.ZodType>(key: string, schema: S): Promise<z.output<S> | null> {
    const { value } = await this.client.call('preferences.get', { key });
    if (value === null) return null;
    const parsed = schema.safeParse(value);
    return parsed.success ? parsed.data : null;
  }

  /** Keeps a setting, a moment later; `value` is asked for then. */
  set(key: string, value: () => z.core.util.JSONType): void {
    clearTimeout(this.#waiting.get(key)?.timer);
    const keep = (): void => {
      this.#waiting.delete(key);
      this.client.call('preferences.set', { key, value: value() }).catch(this.onError);
    };
    this.#waiting.set(key, { timer: setTimeout(keep, GATHER_MS), keep });
  }

  /** Keeps at once what waits: the window closes. */
  flush(): void {
    for (const { timer, keep } of this.#waiting.values()) {
      clearTimeout(timer);
      keep();
    }
  }
}
