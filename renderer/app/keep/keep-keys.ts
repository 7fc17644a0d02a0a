import { keyBindingsSchema } from '../commands/key-bindings';
import type { AppServices } from '../app-services';

const KEY = 'keys';

/** Takes up the person's own keys when the engine is reached, and keeps changes of them. */
export function keepKeys(app: AppServices): void {
  const { commands, preferences, client } = app;
  let loaded = false;
  const load = (): void => {
    if (loaded || client.link.get() !== 'connected') return;
    void app.attempt('Your keys could not be read', async () => {
      const kept = await preferences.get(KEY, keyBindingsSchema);
      if (kept) commands.bindings.set(kept);
      loaded = true;
    });
  };
  client.link.subscribe(load);
  load();
  commands.bindings.subscribe(() => {
    if (loaded) preferences.set(KEY, () => ({ ...commands.bindings.get() }));
  });
}
