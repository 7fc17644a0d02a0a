import { useOpenProject } from '../../client/hooks';
import { Icon } from '../../components/icon';
import { useApp, useWorkspace } from '../app-context';
import type { ScreenEntry } from '../feature-entries';

/** The screens that exist; those for the whole installation at the foot. */
export function ActivityBar() {
  const { features } = useApp();
  const { workspace, state } = useWorkspace();
  const open = useOpenProject();
  const entry = (screen: ScreenEntry) => (
    <button
      key={screen.id}
      type="button"
      aria-current={state.screen === screen.id ? 'page' : undefined}
      title={screen.title}
      aria-description={screen.needsProject && !open ? 'No project is open yet' : undefined}
      onClick={() => workspace.openScreen(screen.id)}
    >
      <Icon name={screen.icon} size="l" />
      {screen.title}
    </button>
  );
  return (
    <nav className="activity" aria-label="Screens" data-region="Screens">
      {features.screens.filter((screen) => screen.order < 900).map(entry)}
      <span className="grow" />
      {features.screens.filter((screen) => screen.order >= 900).map(entry)}
    </nav>
  );
}
