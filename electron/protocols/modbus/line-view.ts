import type { LineContext } from '../protocol';
import type { DeviceSettings } from './device-settings';
import type { SessionDependencies } from './device-session';

/** What a device of a line is made from, beside its context. */
export type LineParts = Omit<SessionDependencies, 'context'>;

/** What a connection test needs of a line. */
export interface LineView {
  readonly context: LineContext;
  dependencies(settings: DeviceSettings): LineParts;
  /** Unit identifiers that answered in the last minute. */
  answeringUnits(): number[];
}
