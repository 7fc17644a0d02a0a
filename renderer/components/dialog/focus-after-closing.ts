/** Where the keyboard goes on: rows of the work area, else its tab, else the first thing of the screen. */
const PLACES = ['[data-region="Work area"] [role="grid"][tabindex="0"]', '[data-region="Work area"] [role="tab"][aria-selected="true"]', '[data-region="Start"] button'];
/** The dialog's own giving back of the focus is done by then. */
const AFTER_GIVING_BACK_MS = 60;

/**
 * What opened a dialog may be gone when it closes, such as the button of an empty state whose rows are there now. The
 * focus then falls to the document, where no key means anything: it is put into the work area instead.
 */
export function keepFocusAfterClosing(): void {
  setTimeout(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const place of PLACES) {
      const element = document.querySelector<HTMLElement>(place);
      if (element === null) continue;
      element.focus();
      return;
    }
  }, AFTER_GIVING_BACK_MS);
}
