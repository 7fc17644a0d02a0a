/** An error whose message is written for people: what is wrong with a file of ours, and what to do. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}
