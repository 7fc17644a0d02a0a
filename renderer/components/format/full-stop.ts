/** A reason with a full stop, so that another sentence can follow it. */
export function withFullStop(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}
