import { useEffect } from 'react';

/**
 * Copies and pastes rows while the grid has the keyboard, or nothing has it and the list is the active tab. The events go to where text was last selected, not to what has
 * the focus, so they are taken at the document.
 * @param copied the text to copy; empty leaves the clipboard alone
 */
export function useGridClipboard(pane: HTMLElement | null, active: boolean, copied: () => string, pasted: (text: string) => void): void {
  useEffect(() => {
    const isOurs = (): boolean => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return active && document.querySelector('[role="dialog"]') === null;
      return focused.getAttribute('role') === 'grid' && pane?.contains(focused) === true;
    };
    const onCopy = (event: ClipboardEvent): void => {
      const text = isOurs() ? copied() : '';
      if (text === '') return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (!isOurs()) return;
      event.preventDefault();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() !== '') pasted(text);
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [pane, active, copied, pasted]);
}
