/** Fewer than the 16 sequence numbers: among so many requests none has the number of another. */
const RECENT_REQUESTS = 8;

/** Controls carried out or selected lately, so that one that datagrams brought twice is carried out once. */
export class RecentControls {
  #controls: { readonly request: number; readonly fragment: Uint8Array }[] = [];

  /** Whether this control was had already and other requests overtook its repetition: it is not carried out again, and not answered. */
  overtaken(fragment: Uint8Array, request: number): boolean {
    this.#controls = this.#controls.filter((control) => request - control.request < RECENT_REQUESTS);
    if (this.#controls.some((control) => Buffer.compare(control.fragment, fragment) === 0)) return true;
    this.#controls.push({ request, fragment });
    return false;
  }
}
