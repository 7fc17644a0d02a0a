import { expect, type Locator, type Page } from '@playwright/test';

/** The command palette: the way to everything by its name. */
export class Palette {
  constructor(private readonly page: Page) {}

  /** Opens it and types. @returns the commands and things that fit */
  async find(text: string): Promise<Locator> {
    await expect(this.page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await this.page.keyboard.press('Control+k');
    const palette = this.page.getByRole('dialog', { name: 'Find anything' });
    await palette.getByRole('combobox').fill(text);
    return palette.getByRole('option');
  }

  /** Runs a command by its title. */
  async run(title: string): Promise<void> {
    await (await this.find(title)).filter({ hasText: title }).first().click();
  }
}
