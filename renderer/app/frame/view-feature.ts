import { viewCommands } from '../commands/view-commands';
import type { Feature } from '../feature';

/** The frame's own commands: screens, bars, tabs, the way back, the look. */
export const viewFeature: Feature = { id: 'view', commands: viewCommands };
