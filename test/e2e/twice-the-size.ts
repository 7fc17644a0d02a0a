import { expect, type Locator, type Page } from '@playwright/test';
import { Palette } from './pages/palette';
import { WorkspacePage } from './pages/workspace';

/** Steps of 25 % from 100 % to 200 %. */
const STEPS = 4;

/** Fails, at the end of the test, for a button that is not wholly in the window or that something else covers. */
async function expectReachable(buttons: Locator, state: string): Promise<number> {
  const all = await buttons.all();
  for (const button of all) {
    const name = (await button.getAttribute('aria-label')) ?? (await button.textContent()) ?? '';
    await expect.soft(button, `${state}: ${name}`).toBeInViewport({ ratio: 0.98 });
    const covered = await button.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      return hit === null || !(element.contains(hit) || hit.contains(element));
    });
    expect.soft(covered, `${state}: something covers ${name}`).toBe(false);
  }
  return all.length;
}

/** The page itself never scrolls, and every tool and every button of a dialog's ends is there to be pressed. */
async function expectNothingCutOff(page: Page, state: string): Promise<void> {
  const beyond = await page.evaluate(() => {
    const root = document.documentElement;
    const wide = [root, document.body].filter((element) => element.scrollWidth > element.clientWidth + 1);
    scrollTo(50, 50);
    return { wide: wide.length, x: scrollX, y: scrollY };
  });
  expect.soft(beyond, `${state}: the page does not scroll`).toEqual({ wide: 0, x: 0, y: 0 });
  const dialog = page.getByRole('dialog');
  if (await dialog.isVisible()) {
    // Buttons are few at the ends of a dialog; what lies between scrolls.
    expect(await expectReachable(dialog.locator('.dialog-head, .dialog-foot').getByRole('button'), state), `buttons of ${state}`).toBeGreaterThan(1);
    return;
  }
  await expectReachable(page.getByRole('navigation', { name: 'Screens' }).getByRole('button'), state);
  await expectReachable(page.getByRole('toolbar').getByRole('button'), state);
}

/**
 * Looks at the screens an engineer needs first at 200 %, and goes back to 100 %. Begins on the start page with no project
 * open; leaves the demonstration plant running.
 * @param device of the demonstration plant
 * @param point of it that can be written
 */
export async function walkAtTwiceTheSize(page: Page, device: string, point: string): Promise<void> {
  const workspace = new WorkspacePage(page);
  const palette = new Palette(page);
  await expect(page.getByRole('heading', { name: 'Start', exact: true })).toBeVisible();
  for (let step = 0; step < STEPS; step += 1) await page.keyboard.press('Control+=');
  await expect(page.locator('html')).toHaveAttribute('data-scale', '200');
  await expectNothingCutOff(page, 'the start page at 200 %');
  await page.getByRole('button', { name: /New project/ }).first().click({ trial: true });

  await palette.run('Start the demonstration plant');
  await palette.run(`${device} Register map`);
  const value = workspace.cell(device, point, 'value');
  await page.getByRole('searchbox', { name: 'Filter rows' }).or(page.getByRole('button', { name: 'Filter rows' })).first().waitFor({ state: 'attached' });
  await expect(workspace.grid(device)).toBeVisible();
  await expectNothingCutOff(page, 'a register map at 200 %');
  await expect.soft(workspace.grid(device).getByRole('row').nth(1), 'a row of the register map at 200 %').toBeInViewport({ ratio: 0.98 });

  await palette.run(point);
  await expect(value).toBeInViewport();
  await page.keyboard.press('F2');
  await expect(page.getByRole('dialog', { name: `Write ${point}` })).toBeVisible();
  await expectNothingCutOff(page, 'the write dialog at 200 %');
  await page.keyboard.press('Escape');

  await palette.run('Boiler 1');
  const trend = page.getByRole('tabpanel', { name: 'Boiler 1' });
  await expect(trend.locator('canvas')).toBeInViewport({ ratio: 0.98 });
  await expectNothingCutOff(page, 'a trend at 200 %');

  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('treeitem', { name: 'Appearance' }).or(page.getByRole('heading', { name: /^Appearance/ })).first().click();
  await expectNothingCutOff(page, 'the settings at 200 %');
  const scale = page.getByRole('radio', { name: '200 %' });
  await scale.scrollIntoViewIfNeeded();
  await expect.soft(scale, 'the choice of the scale at 200 %').toBeInViewport({ ratio: 0.98 });
  await page.keyboard.press('Control+0');
  await expect(page.locator('html')).toHaveAttribute('data-scale', '100');
}
