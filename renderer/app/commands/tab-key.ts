import type { MenuName } from './command-registry';

/** A command that an open tab brings, as the settings list it while the tab is not open. */
export interface TabKey {
  readonly id: string;
  readonly title: string;
  readonly menu: MenuName;
  readonly keys: string;
}
