import type { AppServices } from '../app-services';
import { belongsToField, chordOf } from './keys';

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

/** Regions that F6 goes through, in the order of the screen. */
function stepRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  for (let tries = 1; tries <= regions.length; tries += 1) {
    const region = regions[(now + step * tries + regions.length * 2) % regions.length];
    const stop = region?.querySelector<HTMLElement>('[tabindex="0"], button:not([tabindex="-1"]), input, select, textarea, a[href]');
    if (stop) {
      stop.focus();
      return;
    }
  }
}

/**
 * Turns keys into commands for the whole window. A dialog or a menu that is open keeps the keys to itself, but for
 * commands that are about the look.
 * @returns a function that stops listening
 */
export function listenForKeys(app: AppServices): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const chord = chordOf(event);
    if (chord === '' || (isTextField(event.target) && belongsToField(chord))) return;
    const modal = document.querySelector('.dialog, [role="menu"]') !== null;
    if (!modal && (chord === 'F6' || chord === 'Shift+F6')) {
      event.preventDefault();
      stepRegion(chord === 'F6' ? 1 : -1);
      return;
    }
    const command = app.commands.forChord(chord);
    if (!command || (modal && !command.id.startsWith('appearance.'))) return;
    event.preventDefault();
    app.commands.run(command);
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}
