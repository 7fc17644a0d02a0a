/** What went wrong with a byte channel, in words a program can switch on. */
export type ChannelErrorCode =
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'reset'
  | 'closed'
  | 'not-found'
  | 'busy'
  | 'permission'
  | 'address-in-use'
  | 'certificate'
  | 'overflow'
  | 'cancelled'
  | 'failed';

/** An error of a byte channel: a code for programs, a plain message for people, the system's own error as cause. */
export class ChannelError extends Error {
  readonly code: ChannelErrorCode;

  constructor(code: ChannelErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ChannelError';
    this.code = code;
  }
}
