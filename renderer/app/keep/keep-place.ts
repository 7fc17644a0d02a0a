import { z } from 'zod';
import type { AppServices } from '../app-services';

const KEY = 'place';
const placeSchema = z.object({ tenantId: z.uuid() });

/** Comes back to the tenant that the person worked in last, if it is still there. */
export async function restorePlace(app: AppServices): Promise<void> {
  const kept = await app.preferences.get(KEY, placeSchema);
  if (kept && app.session.tenants.get().some((tenant) => tenant.id === kept.tenantId && (!tenant.demonstration || tenant.openProjectId !== null))) app.session.switchTo(kept.tenantId);
}

/** Keeps which tenant the person works in. */
export function keepPlace(app: AppServices): void {
  app.client.tenantId.subscribe(() => {
    const tenantId = app.client.tenantId.get();
    if (tenantId !== null) app.preferences.set(KEY, () => ({ tenantId }));
  });
}
