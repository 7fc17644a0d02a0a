import type { LinkFrame, LineSession } from '../../stacks/dnp3';
import type { DeviceContext } from '../protocol';

/** A session as the line calls it: what is thrown in it takes down this device alone. */
export function guardedSession(session: LineSession, context: Pick<DeviceContext, 'guard'>): LineSession {
  return {
    accepts: (frame) => session.accepts(frame),
    receive: context.guard((frame: LinkFrame, now: number) => {
      session.receive(frame, now);
    }),
    opened: context.guard((now: number) => {
      session.opened(now);
    }),
    // Not guarded: it ends what waits, also for a device that is being closed.
    closed: (reason) => {
      session.closed(reason);
    },
    tick: context.guard((now: number) => {
      session.tick(now);
    }),
  };
}
