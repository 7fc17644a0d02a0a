import { EmptyState } from '../../components/note/empty-state';
import { useApp, useSelection } from '../app-context';

/** The selected thing, whole. */
export function InspectorPane() {
  const { features } = useApp();
  const selection = useSelection();
  const kind = features.inspector(selection);
  const Body = kind?.component;
  return Body && selection ? (
    <Body selection={selection} />
  ) : (
    <EmptyState title="Nothing is selected">What is selected in the tree or in a grid is shown here with all that is known of it.</EmptyState>
  );
}
