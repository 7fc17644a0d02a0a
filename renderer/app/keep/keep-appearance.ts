import { appearanceSchema } from '../appearance';
import type { AppServices } from '../app-services';

const KEY = 'appearance';

/** Takes up the person's theme, density, scale and notations when the engine is reached, and keeps changes of them. */
export function keepAppearance(app: AppServices): void {
  const { appearance, preferences, client } = app;
  let loaded = false;
  const load = (): void => {
    if (loaded || client.link.get() !== 'connected') return;
    void app.attempt('The appearance could not be read', async () => {
      const kept = await preferences.get(KEY, appearanceSchema);
      if (kept) appearance.settings.set(kept);
      loaded = true;
    });
  };
  client.link.subscribe(load);
  load();
  appearance.settings.subscribe(() => {
    if (loaded) preferences.set(KEY, () => ({ ...appearance.settings.get() }));
  });
}
