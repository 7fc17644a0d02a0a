import type { IconName } from '../../components/icon';
import { Store } from '../../client/store';
import type { KeyBindings } from './key-bindings';
import { keysForPlace } from './keys';

/** Menus of the title bar, in their order. */
export const menuNames = ['File', 'Edit', 'View', 'Device', 'Tools', 'Help'] as const;
export type MenuName = (typeof menuNames)[number];

/** Everything that a person can do has one: it stands in the palette, in its menu, and under its keys. */
export interface Command {
  /** Stable, such as `project.new`. A later command with the same id replaces an earlier one while it is registered. */
  readonly id: string;
  /** What it does, verb first: `Write the selected point`. */
  readonly title: string;
  readonly menu?: MenuName;
  /** Commands of one menu with another group stand behind a line. */
  readonly group?: string;
  /** `Ctrl+Shift+D`, `F2`, `A`. Single letters work only where no text field has the focus. */
  readonly keys?: string;
  readonly icon?: IconName;
  /** Empty text: available. Else why not, in a sentence. */
  readonly offReason?: () => string;
  /** Given: a setting that is on or off. */
  readonly checked?: () => boolean;
  /** Not offered in menu or palette: a key only. */
  readonly hidden?: boolean;
  readonly run: () => void | Promise<void>;
}

/** The commands that there are just now. */
export class CommandRegistry {
  /** Raised with every registration, for menus and the palette. */
  readonly version = new Store(0);
  /** The person's own keys. */
  readonly bindings = new Store<KeyBindings>({});
  readonly #layers: (readonly Command[])[] = [];

  constructor(
    readonly desktop: boolean,
    private readonly onError: (error: unknown, command: Command) => void,
  ) {
    this.bindings.subscribe(() => this.version.update((version) => version + 1));
  }

  /** Adds commands until the returned function is called; the last added win a clash of keys or ids. */
  register(commands: readonly Command[]): () => void {
    this.#layers.push(commands);
    this.version.update((version) => version + 1);
    return () => {
      const at = this.#layers.indexOf(commands);
      if (at < 0) return;
      this.#layers.splice(at, 1);
      this.version.update((version) => version + 1);
    };
  }

  /** Every command once, in the order of registration. */
  all(): readonly Command[] {
    const byId = new Map<string, Command>();
    for (const command of this.#layers.flat()) byId.set(command.id, command);
    return [...byId.values()];
  }

  get(id: string): Command | undefined {
    return this.#layers.flat().findLast((command) => command.id === id);
  }

  /** The keys of a command where this window runs; undefined when it has none. */
  keysOf(command: Pick<Command, 'id'> & { readonly keys?: string | undefined }): string | undefined {
    const own = this.bindings.get()[command.id];
    const keys = own === undefined ? command.keys : (own ?? undefined);
    return keys === undefined ? undefined : keysForPlace(keys, this.desktop);
  }

  /** The keys of a command by its id; undefined when it has none or is not there now. */
  keysById(id: string): string | undefined {
    const command = this.get(id);
    return command && this.keysOf(command);
  }

  /** The command that a chord starts now; one that is off gives way to an earlier one that is on. */
  forChord(chord: string): Command | undefined {
    const fitting = this.all().filter((command) => this.keysOf(command) === chord);
    return fitting.findLast((command) => this.offReason(command) === '') ?? fitting.at(-1);
  }

  offReason(command: Command): string {
    return command.offReason?.() ?? '';
  }

  /** Runs a command that is on; its failure is shown, never thrown. */
  run(command: Command): void {
    if (this.offReason(command) !== '') return;
    Promise.resolve()
      .then(() => command.run())
      .catch((error: unknown) => this.onError(error, command));
  }

  runById(id: string): void {
    const command = this.get(id);
    if (command) this.run(command);
  }
}
