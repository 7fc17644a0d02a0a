/** Whether this process may change a tenant's files. It may lose the right while it runs, never gain it. */
export interface WriteAccess {
  readonly readOnly: boolean;
  /** Why, in plain words; empty when it may write. */
  readonly reason: string;
}
