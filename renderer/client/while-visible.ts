/**
 * Runs `action` every `everyMs` milliseconds while the page can be seen, and once when it can be seen again after a
 * turn was left out: nobody looks at a hidden page, and a laptop in a plant runs on its battery.
 * @returns the end of it
 */
export function whileVisible(everyMs: number, action: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const start = (): void => {
    timer ??= setInterval(action, everyMs);
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const turn = (): void => {
    if (document.hidden) {
      stop();
    } else if (timer === undefined) {
      action();
      start();
    }
  };
  if (!document.hidden) start();
  document.addEventListener('visibilitychange', turn);
  return () => {
    document.removeEventListener('visibilitychange', turn);
    stop();
  };
}
