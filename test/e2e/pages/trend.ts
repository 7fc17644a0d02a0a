import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { savedBytes } from '../saved-file';
import { Palette } from './palette';
import { type Drawing, readDrawing } from './trend-drawing';

export type LegendColumn = 'Now' | 'A' | 'B' | 'B − A' | 'Min' | 'Max';

/** The trend in the lower dock, as somebody reads it: its legend, its lines, its cursors. */
export class TrendPanel {
  constructor(readonly page: Page) {}

  /** Puts the selected points on it and looks at the last minute. */
  async followSelection(): Promise<void> {
    // Not by its key: browsers keep Ctrl+T for themselves.
    await new Palette(this.page).run('Add the selected points to the trend');
    await this.page.getByRole('combobox', { name: 'Time shown' }).selectOption({ label: '1 min' });
  }

  /** A figure of a pen's row in the legend. */
  async figure(pen: string, column: LegendColumn): Promise<string> {
    const heads = await this.page.locator('.trend-legend thead th').allTextContents();
    // The first head stands over the pen's line and its name.
    const at = heads.indexOf(column) + 1;
    return (await this.page.locator('.trend-legend tbody tr').filter({ hasText: pen }).locator('td, th').nth(at).textContent()) ?? '';
  }

  async expectFigure(pen: string, column: LegendColumn, text: string): Promise<void> {
    await expect.poll(() => this.figure(pen, column), { message: `${column} of ${pen} in the legend` }).toBe(text);
  }

  /** What the canvas shows now. */
  async drawn(): Promise<Drawing> {
    const png = await this.page.locator('.trend-plot canvas').evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL('image/png') : ''));
    return readDrawing(this.page, Buffer.from(png.split(',')[1] ?? '', 'base64'));
  }

  cursor(name: 'A' | 'B'): Locator {
    return this.page.getByRole('slider', { name: `Cursor ${name}` });
  }

  /** The file that the export as a picture hands out. */
  exportPicture(app: ElectronApplication | undefined, folder: string): Promise<Buffer> {
    return savedBytes(this.page, app, folder, async () => {
      await this.page.getByRole('button', { name: 'Export the trend' }).click();
      await this.page.getByRole('menuitem', { name: 'Picture of the chart (PNG)' }).click();
    });
  }
}
