import { expect, type Locator, type Page } from '@playwright/test';

/** What a device is connected by. */
export interface Connection {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly unit: number;
}

/** The screens of an open project, one verb a helper: what an engineer does, by keyboard where they would. */
export class WorkspacePage {
  constructor(readonly page: Page) {}

  /** Asks for one device with Ctrl+D; where no project is open, makes one first. */
  async askForDevice(projectName: string): Promise<Locator> {
    // Keys work once the window knows its engine, or the engine's project.
    await expect(this.page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await expect(this.page.getByText(/^Node |Electron \d|^Saved /).first()).toBeVisible();
    await this.page.keyboard.press('Control+d');
    const project = this.page.getByRole('dialog', { name: /new project/i });
    const device = this.page.getByRole('dialog', { name: 'Connect one device' });
    await expect(project.or(device)).toBeVisible();
    if (await project.isVisible()) {
      await project.getByLabel(/name/i).fill(projectName);
      await this.page.keyboard.press('Enter');
    }
    await expect(device).toBeVisible();
    return device;
  }

  /** Tests a connection and adds the device; its register map opens. */
  async connectDevice(projectName: string, connection: Connection): Promise<void> {
    const dialog = await this.askForDevice(projectName);
    await dialog.getByRole('textbox', { name: 'Host' }).fill(connection.host);
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(connection.port));
    await dialog.getByRole('textbox', { name: 'Unit identifier' }).fill(String(connection.unit));
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(connection.name);
    await dialog.getByRole('button', { name: /Test connection/ }).click();
    await expect(dialog.getByText(new RegExp(`Unit ${connection.unit} answers`))).toBeVisible();
    await this.page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(this.grid(connection.name)).toBeVisible();
  }

  /** The rows of a device. */
  grid(device: string): Locator {
    // What the list of a device's points is called is its protocol's business.
    return this.page.getByRole('grid', { name: `Register map of ${device}`, exact: true }).or(this.page.getByRole('grid', { name: `Points of ${device}`, exact: true }));
  }

  row(device: string, point: string): Locator {
    return this.grid(device).getByRole('row').filter({ has: this.page.getByText(point, { exact: true }) });
  }

  /** A cell of a row, by the id of its column. */
  cell(device: string, point: string, column: string): Locator {
    return this.row(device, point).locator(`[data-column="${column}"]`);
  }

  /** Pastes text into the rows, as Ctrl+V does after a copy in a spreadsheet. */
  async pasteRows(device: string, text: string): Promise<Locator> {
    await this.grid(device).focus();
    await this.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    const dialog = this.page.getByRole('dialog', { name: 'Paste rows' });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** Selects a point and opens the write dialog with F2, arming writing where it is not armed. */
  async beginWrite(device: string, point: string): Promise<Locator> {
    await this.cell(device, point, 'value').click();
    await this.page.keyboard.press('F2');
    const dialog = this.page.getByRole('dialog', { name: `Write ${point}` });
    await expect(dialog).toBeVisible();
    const arm = dialog.getByRole('button', { name: /Arm writing/ });
    if (await arm.isVisible()) await arm.click();
    await expect(arm).toBeHidden();
    return dialog;
  }

  /** Changes a cell in place: F2, text, Enter. */
  async editCell(device: string, point: string, column: string, text: string): Promise<void> {
    await this.cell(device, point, column).click();
    await this.page.keyboard.press('F2');
    await this.grid(device).locator('input').fill(text);
    await this.page.keyboard.press('Enter');
  }
}
