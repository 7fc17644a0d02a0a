import { expect, type Locator, type Page } from '@playwright/test';
import { WorkspacePage } from './workspace';

/** Enough for the pauses between tries to find a lost device again. */
const RETURN_LIMIT_MS = 30_000;

/** The register map of a device as somebody looks at it who touches nothing. */
export class DeviceWatch {
  private readonly workspace: WorkspacePage;

  constructor(
    private readonly page: Page,
    private readonly device: string,
  ) {
    this.workspace = new WorkspacePage(page);
  }

  /** Opens the register map from the tree of devices. */
  async open(): Promise<void> {
    await expect(this.page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Devices' }).click();
    await this.treeItem.dblclick();
    await expect(this.workspace.grid(this.device)).toBeVisible();
  }

  get treeItem(): Locator {
    return this.page.getByRole('treeitem', { name: new RegExp(this.device) });
  }

  /** What stands over the rows while no values come: why, and when it is tried again. */
  get strip(): Locator {
    return this.page.locator('.device-strip');
  }

  cell(point: string, column: string): Locator {
    return this.workspace.cell(this.device, point, column);
  }

  /** The qualities of all rows. */
  private get qualities(): Locator {
    return this.workspace.grid(this.device).getByRole('gridcell').and(this.page.locator('[data-column="quality"]'));
  }

  /** So many rows, each with a good value. */
  async expectAllGood(rows: number): Promise<void> {
    await expect(this.qualities).toHaveText(Array.from({ length: rows }, () => 'Good'), { timeout: RETURN_LIMIT_MS });
  }

  /** So many rows, each without a value and with a reason. */
  async expectAllBad(rows: number, reason: RegExp): Promise<void> {
    await expect(this.qualities).toHaveText(Array.from({ length: rows }, () => reason));
  }

  /** Looks at every frame from now on. @returns when (milliseconds since 1970) the screen first showed no good value any more */
  whenNoneIsGood(): Promise<number> {
    return this.qualities.first().evaluate(
      (cell) =>
        new Promise<number>((resolve) => {
          const grid = cell.closest('[role="grid"]');
          const look = (): void => {
            const cells = [...(grid?.querySelectorAll('[role="gridcell"][data-column="quality"]') ?? [])];
            if (cells.length > 0 && cells.every(({ textContent }) => !textContent.includes('Good'))) resolve(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
  }
}
