import type { ReactNode } from 'react';
import type { Client } from '../client/client';
import { toClientError } from '../client/client-error';
import type { LiveState } from '../client/live-state';
import type { SampleStore } from '../client/sample-store';
import { Store } from '../client/store';
import type { Appearance } from './appearance';
import type { CommandRegistry } from './commands/command-registry';
import type { Preferences } from './preferences';
import type { FeatureRegistry } from './feature-registry';
import type { TenantSession } from './session/tenant-session';
import type { Workspace } from './workspace/workspace';

/** A message on the spot above the work area: what happened, why, what to do. Stays until it is closed. */
export interface Notice {
  readonly id: string;
  readonly kind: 'bad' | 'uncertain' | 'plain';
  readonly title: string;
  readonly detail: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ToastMessage {
  readonly text: string;
  readonly actionLabel: string;
  readonly actionKeys?: string | undefined;
  readonly onAction: () => void;
}

const MOST_NOTICES = 4;

/** Everything that screens and commands work with; one for the window, built in app/create-app.ts. */
export class AppServices {
  readonly notices = new Store<readonly Notice[]>([]);
  readonly toast = new Store<ToastMessage | null>(null);
  readonly dialog = new Store<((close: () => void) => ReactNode) | null>(null);
  readonly paletteOpen = new Store(false);
  /** The section of the settings that shows. */
  readonly settingsSection = new Store('appearance');

  constructor(
    readonly client: Client,
    readonly samples: SampleStore,
    readonly live: LiveState,
    readonly preferences: Preferences,
    readonly appearance: Appearance,
    readonly workspace: Workspace,
    readonly commands: CommandRegistry,
    readonly features: FeatureRegistry,
    readonly session: TenantSession,
    readonly desktop: boolean,
  ) {}

  /** Shows a dialog; the one before it goes. `render` is given the function that closes it, and no other that came after. */
  openDialog(render: (close: () => void) => ReactNode): void {
    const close = (): void => {
      if (this.dialog.get() === mine) this.dialog.set(null);
    };
    const mine = (): ReactNode => render(close);
    this.dialog.set(mine);
  }

  closeDialog = (): void => this.dialog.set(null);

  notify(notice: Notice): void {
    this.notices.update((before) => [...before.filter((other) => other.id !== notice.id), notice].slice(-MOST_NOTICES));
  }

  dismiss(id: string): void {
    this.notices.update((before) => before.filter((notice) => notice.id !== id));
  }

  /** Says that something could not be done, in the engine's words. */
  reportError(what: string, cause: unknown): void {
    const { error } = toClientError(cause);
    const fields = error.details.fields?.map((field) => (field.path === '' ? field.message : `${field.path}: ${field.message}`)) ?? [];
    const code = error.errorId === null ? '' : ` The log has the cause under ${error.errorId}.`;
    this.notify({ id: `error:${what}`, kind: 'bad', title: what, detail: [error.message, ...fields].join(' ') + code });
  }

  openSettings(section: string): void {
    this.settingsSection.set(section);
    this.workspace.openScreen('settings');
  }

  /** Offers to take back what was just done in the project: `12 rows deleted`. */
  offerUndo(text: string): void {
    this.toast.set({ text, actionLabel: 'Undo', actionKeys: this.commands.keysById('edit.undo'), onAction: () => this.commands.runById('edit.undo') });
  }

  /** Runs something and reports its failure under `what`. Answers undefined when it failed. */
  async attempt<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await act();
      this.dismiss(`error:${what}`);
      return value;
    } catch (cause) {
      this.reportError(what, cause);
      return undefined;
    }
  }
}
