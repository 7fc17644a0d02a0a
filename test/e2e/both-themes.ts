import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { screenshot, statePicture } from './screenshot';

/** The structure of a page is the same in both themes: in the second one only what depends on colours is looked at again. */
const THEMES = [
  { colorScheme: 'light', rules: null },
  { colorScheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
] as const;

/** Long enough for the first paint in the other colours; there is no transition where motion is reduced. */
const REPAINT_MS = 60;

interface Look {
  /** Name of the picture that is taken in both themes, without the theme. */
  readonly picture?: string | undefined;
  /** Name of a picture of the light theme alone. */
  readonly lightPicture?: string | undefined;
  /** What is new in this state, as a selector: the rest of the page was looked at before. Left out: everything. */
  readonly within?: string;
}

/**
 * Fails, at the end of the test, for every serious or critical violation that axe finds in what the page shows now, in the
 * light and in the dark theme. Where pictures are asked for, takes one of the state in each, and those that have a name.
 * @param state of the screens, for the message and the name of its picture
 */
export async function lookAtBothThemes(page: Page, state: string, { picture, lightPicture, within }: Look = {}): Promise<void> {
  for (const { colorScheme, rules } of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(REPAINT_MS);
    // The legacy mode checks within the page; the other one opens a second page, which the application refuses.
    const all = new AxeBuilder({ page }).setLegacyMode(true);
    const axe = within === undefined ? all : all.include(within);
    const { violations } = await (rules === null ? axe : axe.withRules([...rules])).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = serious.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}\n    ${failureSummary ?? ''}`).join('\n')}`);
    expect.soft(found, `axe on ${state}, ${colorScheme}`).toEqual([]);
    const name = picture ?? (colorScheme === 'light' ? lightPicture : undefined);
    if (name !== undefined) await screenshot(page, `${name}-${colorScheme}`);
    await statePicture(page, state, colorScheme, within);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
