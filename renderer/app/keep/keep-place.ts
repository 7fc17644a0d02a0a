import { z } from 'zod';
import type { AppServices } from '../app-services';

const KEY = 'place';
const placeSchema = z.object({ tenantId: z.uuid() });

export type Place = z.output<typeof placeSchema>;

/** Where the person worked last; null when that was never kept. */
export function keptPlace(app: AppServices): Promise<Place | null> {
  return app.preferences.get(KEY, placeSchema);
}

/** Comes back to the tenant that the person worked in last, if it is still there. */
export function restorePlace(app: AppServices, kept: Place | null): void {
  if (kept && app.session.tenants.get().some((tenant) => tenant.id === kept.tenantId && (!tenant.demonstration || tenant.openProjectId !== null))) app.session.switchTo(kept.tenantId);
}

/** Keeps which tenant the person works in. */
export function keepPlace(app: AppServices): void {
  app.client.tenantId.subscribe(() => {
    const tenantId = app.client.tenantId.get();
    if (tenantId !== null) app.preferences.set(KEY, () => ({ tenantId }));
  });
}
