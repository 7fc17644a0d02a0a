import { useEffect } from 'react';
import { useApp, useCommandVersion } from '../../app/app-context';
import { showKeys } from '../../app/commands/keys';
import { useStore } from '../../client/store';
import { Icon, type IconName } from '../../components/icon';
import { KeyHint } from '../../components/key-hint';
import { DemoPlant } from './demo-plant';
import { RecentProjects } from './recent-projects';
import { RecoveryNotes } from './recovery-notes';
import { ThisMachine } from './this-machine';
import './start.css';

const actions: readonly { readonly command: string; readonly icon: IconName; readonly title: string; readonly text: string }[] = [
  { command: 'project.new', icon: 'plus', title: 'New project', text: 'Empty, in this tenant' },
  { command: 'project.open', icon: 'folder', title: 'Open project', text: 'Or a file from another laptop' },
  { command: 'project.import', icon: 'import', title: 'Import', text: 'A project file' },
  { command: 'device.connectOne', icon: 'link', title: 'Connect one device', text: 'By address' },
];

/** Where a day begins: what to do, what was worked on, what this machine has, and a plant to practise on. */
export function StartPage() {
  const app = useApp();
  const link = useStore(app.client.link);
  useCommandVersion();
  useEffect(() => {
    if (link === 'connected') void app.attempt('The projects could not be listed', () => app.session.refreshTenants());
  }, [app, link]);
  return (
    <div className="start">
      <div className="start-main">
        <h1>Start</h1>
        <div className="start-actions">
          {actions.map((action) => {
            const command = app.commands.get(action.command);
            const keys = command && app.commands.keysOf(command);
            const off = command ? app.commands.offReason(command) : 'Not there';
            return (
              <button key={action.command} type="button" aria-disabled={off !== ''} title={off === '' ? undefined : off} onClick={() => app.commands.runById(action.command)}>
                <Icon name={action.icon} />
                <b>{action.title}</b>
                {keys === undefined ? <span /> : <KeyHint keys={showKeys(keys)} />}
                <span className="start-action-text">{action.text}</span>
              </button>
            );
          })}
        </div>
        <RecentProjects />
        <RecoveryNotes />
        <ThisMachine />
      </div>
      <div className="start-side">
        <DemoPlant />
      </div>
    </div>
  );
}
