import { useState } from 'react';
import { useApp } from '../../app/app-context';
import { useProcedure } from '../../client/hooks';
import { useNow } from '../../client/use-now';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { counted } from '../../components/format/number';
import { formatWhen } from '../../components/format/time';
import { EmptyState } from '../../components/note/empty-state';
import { Note } from '../../components/note/note';

/** The named versions of the project; going back to one can be undone. */
export function VersionsDialog({ onClose }: { readonly onClose: () => void }) {
  const app = useApp();
  const { data, error } = useProcedure('project.versions', {});
  const now = useNow(60_000);
  const [chosen, setChosen] = useState<string | null>(null);
  const version = data?.find((one) => one.id === chosen);

  const restore = (): void => {
    if (!version) return;
    onClose();
    void app.attempt(`The version ${version.name} could not be restored`, async () => {
      await app.client.call('project.restoreVersion', { versionId: version.id });
      app.offerUndo(`Back at ${version.name}`);
    });
  };

  return (
    <Dialog
      title="Versions of the project"
      onClose={onClose}
      onSubmit={restore}
      footer={
        <>
          <Button
            big
            onClick={() => {
              onClose();
              app.commands.runById('project.saveVersion');
            }}
          >
            Save a version
          </Button>
          <span className="grow" />
          <Button big keys="Esc" onClick={onClose}>
            Close
          </Button>
          <Button big variant="primary" offReason={version ? '' : 'No version is chosen'} onClick={restore}>
            {version ? `Go back to ${version.name}` : 'Go back'}
          </Button>
        </>
      }
    >
      {error ? (
        <Note kind="bad" title="The versions could not be listed">
          {error.message}
        </Note>
      ) : data?.length === 0 ? (
        <EmptyState title="No versions yet">Every edit is saved at once. A version is a name for the present state, to come back to later.</EmptyState>
      ) : (
        <div className="framed" role="radiogroup" aria-label="Versions, newest first">
          {(data ?? []).map((one) => (
            <label key={one.id} className="project-row">
              <input type="radio" name="version" checked={one.id === chosen} onChange={() => setChosen(one.id)} />
              <b className="strong ell">{one.name}</b>
              <span className="dim">{formatWhen(one.savedAt, now)}</span>
              <span className="num dim">{counted(one.devices, 'device')}</span>
              <span />
            </label>
          ))}
        </div>
      )}
    </Dialog>
  );
}
