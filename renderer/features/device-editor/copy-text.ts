/** Puts text on the clipboard by a copy of a hidden selection, which needs no permission. */
export function copyText(text: string): void {
  const take = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', take, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', take, { capture: true });
}
