import type { Feature } from '../../app/feature';
import { projectCommands } from './project-commands';

export const projectFeature: Feature = { id: 'project', commands: projectCommands };
