import { expect, type Locator, type Page } from '@playwright/test';

/** Where the points of a new simulator come from. */
export type SimulatorBeginning = { readonly template: string } | 'What a master asks' | 'Nothing';

/** The screen of simulators: what an engineer does there. */
export class SimulatorsPage {
  constructor(readonly page: Page) {}

  /** Shows the screen; where no project is open, makes one first. */
  async open(): Promise<void> {
    const simulate = this.page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Simulate' });
    const tab = this.page.getByRole('tab', { name: 'All simulators' });
    const newProject = this.page.getByRole('main').getByRole('button', { name: /^New project/ });
    await simulate.click();
    await expect(tab.or(newProject)).toBeVisible();
    if (await tab.isVisible()) return;
    await newProject.click();
    const dialog = this.page.getByRole('dialog', { name: /new project/i });
    await dialog.getByLabel(/name/i).fill('Simulated boiler house');
    await this.page.keyboard.press('Enter');
    await expect(tab).toBeVisible();
  }

  /** Adds one that listens on a port of this machine, and starts it. */
  async add(name: string, port: number, beginning: SimulatorBeginning): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a simulator' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Add a simulator' });
    await dialog.getByRole('radio', { name: typeof beginning === 'string' ? beginning : 'A template' }).click();
    if (typeof beginning !== 'string') await dialog.getByRole('option', { name: new RegExp(beginning.template) }).click();
    await dialog.getByRole('textbox', { name: 'Port' }).fill(String(port));
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Name' }).press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(this.page.getByRole('tab', { name })).toBeVisible();
  }

  /** Shows a part of the open simulator. */
  async show(part: string): Promise<void> {
    await this.page.getByRole('tablist', { name: /^Parts of/ }).getByRole('tab', { name: new RegExp(`^${part}`) }).click();
  }

  get points(): Locator {
    return this.page.getByRole('grid', { name: /^Points of/ });
  }

  /** A cell of a point, by the id of its column. */
  cell(point: string, column: string): Locator {
    return this.points
      .getByRole('row')
      .filter({ has: this.page.getByText(point, { exact: true }) })
      .locator(`[data-column="${column}"]`);
  }

  /** Makes a point the constant that is given, over the inspector. */
  async setConstant(point: string, value: string): Promise<void> {
    await this.cell(point, 'name').click();
    const behaviour = this.page.locator('.sim-behaviour');
    await behaviour.getByRole('combobox', { name: 'Kind' }).selectOption('Constant');
    await behaviour.getByRole('combobox', { name: 'Value' }).or(behaviour.getByRole('textbox', { name: 'Value' })).fill(value);
    await behaviour.getByRole('button', { name: /^Apply/ }).click();
  }

  /** Types a value by hand and holds it. */
  async hold(point: string, value: string): Promise<void> {
    await this.cell(point, 'name').click();
    await this.page.getByRole('textbox', { name: new RegExp(`New value of ${point}`) }).fill(value);
    await this.page.getByRole('button', { name: 'Hold this value' }).click();
  }

  /** Adds a fault of a kind for everybody. */
  async addFault(kind: string): Promise<void> {
    await this.show('Faults');
    await this.page.getByRole('button', { name: 'Add a fault' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Add a fault' });
    await dialog.getByRole('combobox', { name: 'Fault' }).selectOption({ label: kind });
    await dialog.getByRole('button', { name: /Add and switch on/ }).click();
    await expect(dialog).toBeHidden();
  }

  /** Says that something goes wrong on purpose. */
  get banner(): Locator {
    return this.page.locator('.sim-faults-on');
  }
}
