import { EmptyState } from '../components/note/empty-state';
import { useKeysOf } from './app-context';

/** What a tab of a device shows when the device is not in the project any more. */
export function DeviceGone() {
  const undoKeys = useKeysOf('edit.undo');
  return <EmptyState title="The device is gone">It was removed from the project. {undoKeys ?? 'Undo in the menu Edit'} brings it back.</EmptyState>;
}
