import type { TabKey } from '../../app/commands/tab-key';

/** Commands that an open list of frames brings. */
export const TRAFFIC_TAB_KEYS = [
  { id: 'frames.filter', title: 'Filter the frames', menu: 'Edit', keys: 'Ctrl+F' },
  { id: 'frames.pause', title: 'Hold the list of frames still, or follow it', menu: 'View', keys: 'Ctrl+Alt+P' },
  { id: 'frames.jump', title: 'Go to the answer, or to what was asked', menu: 'View', keys: 'Ctrl+G' },
] as const satisfies readonly TabKey[];
