import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Fails when axe finds a serious or critical violation in what the page shows now.
 * @param name of the state, for the message
 */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // The legacy mode checks within the page; the other one opens a second page, which the application refuses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = serious.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}\n    ${failureSummary ?? ''}`).join('\n')}`);
  expect(found, `axe on ${name}`).toEqual([]);
}
