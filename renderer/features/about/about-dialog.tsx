import { useMemo, useState } from 'react';
import { useApp } from '../../app/app-context';
import { useProcedure } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { Dialog } from '../../components/dialog/dialog';
import { TextField } from '../../components/field/text-field';
import { Note } from '../../components/note/note';
import './about.css';

/** Version, runtime, and the licences of everything shipped. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { session } = useApp();
  const system = useStore(session.system);
  const licences = useProcedure('system.licences', {});
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = useMemo(() => (licences.data ?? []).filter((one) => `${one.name} ${one.licence}`.toLowerCase().includes(filter.trim().toLowerCase())), [licences.data, filter]);
  const licence = shown.find((one) => `${one.name}@${one.version}` === chosen) ?? shown[0];

  return (
    <Dialog
      title="About ThermaCore Workstation"
      width={900}
      onClose={onClose}
      footer={
        <Button big keys="Esc" onClick={onClose}>
          Close
        </Button>
      }
    >
      <dl className="pairs about-facts">
        <dt>Version</dt>
        <dd>{system?.version ?? '…'}</dd>
        <dt>Runtime</dt>
        <dd>{system ? `${system.runtime}, ${system.platform}` : '…'}</dd>
        <dt>Contract</dt>
        <dd>{system ? `version ${system.contractVersion}` : '…'}</dd>
        <dt>Licence</dt>
        <dd>MIT. No warranty; see the licence below.</dd>
      </dl>
      {system?.standInRuntime === true ? (
        <Note kind="uncertain" title="This runs on a stand-in runtime that is out of support">
          The product’s own runtime could not be had on this machine, so an older one stands in. It gets no security updates: good for tests and a first look, not for a plant. On a machine with internet the installed package brings the current runtime.
        </Note>
      ) : null}
      {licences.error ? (
        <Note kind="bad" title="The licences could not be listed">
          {licences.error.message}
        </Note>
      ) : licences.data?.length === 0 ? (
        <Note kind="plain" title="This build carries no list of licences">
          It runs from its source folder, where node_modules holds each package with its licence. A built or packaged copy lists them here.
        </Note>
      ) : (
        <div className="about-licences">
          <div className="about-list">
            <TextField label="Filter licences" hiddenLabel icon="filter" placeholder={`Filter ${licences.data?.length ?? ''} packages`} fill value={filter} onChange={setFilter} />
            <ul className="about-names" aria-label="Packages">
              {shown.map((one) => {
                const id = `${one.name}@${one.version}`;
                return (
                  <li key={id}>
                    <button type="button" aria-pressed={licence === one} onClick={() => setChosen(id)}>
                      <span className="ell grow">{one.name}</span>
                      <span className="dim">{one.version}</span>
                      <span className="dim about-kind ell">{one.licence}</span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
          <pre className="about-text" tabIndex={0} role="region" aria-label="Licence text">
            {licence?.text || 'The package carries no licence text.'}
          </pre>
        </div>
      )}
    </Dialog>
  );
}
