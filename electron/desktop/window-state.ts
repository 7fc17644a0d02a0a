import type { BrowserWindow } from 'electron';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(320).max(20_000),
  height: z.number().int().min(240).max(20_000),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

const SAVE_DELAY_MS = 500;

/** Remembers where the window was, in a small file apart from any project. Losing it costs nothing, so it never fails aloud. */
export class WindowState {
  constructor(private readonly file: string) {}

  load(): WindowBounds | undefined {
    try {
      return boundsSchema.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** Saves the place of a window whenever it has come to rest, and when it closes. */
  follow(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const save = (): void => {
      clearTimeout(timer);
      if (window.isDestroyed()) return;
      this.#save({ ...window.getNormalBounds(), maximized: window.isMaximized() });
    };
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_DELAY_MS);
    };
    window.on('resize', later);
    window.on('move', later);
    window.on('close', save);
    window.on('closed', () => clearTimeout(timer));
  }

  #save(bounds: WindowBounds): void {
    try {
      const temporary = `${this.file}.new`;
      writeFileSync(temporary, JSON.stringify(bounds));
      renameSync(temporary, this.file);
    } catch {
      // A full disk or a read-only folder: the window opens at its usual place next time.
    }
  }
}
