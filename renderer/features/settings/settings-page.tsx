import type { ComponentType } from 'react';
import { useApp } from '../../app/app-context';
import { useStore } from '../../client/store';
import { Tree } from '../../components/tree/tree';
import { AppearanceSection } from './appearance-section';
import { HistorySection } from './history-section';
import { KeyboardSection } from './keyboard-section';
import { ProtocolsSection } from './protocols-section';
import { SessionSection } from './session-section';
import './settings.css';

const sections: readonly { readonly id: string; readonly title: string; readonly text: string; readonly component: ComponentType }[] = [
  { id: 'appearance', title: 'Appearance', text: 'Kept for you, apart from the project', component: AppearanceSection },
  { id: 'protocols', title: 'Protocols', text: 'Kept in the project', component: ProtocolsSection },
  { id: 'history', title: 'History', text: 'Kept in the project', component: HistorySection },
  { id: 'keyboard', title: 'Keyboard', text: 'Kept for you, apart from the project', component: KeyboardSection },
  { id: 'session', title: 'Session', text: 'Who is asking, and what they may do', component: SessionSection },
];

export function SettingsPage() {
  const app = useApp();
  const chosen = useStore(app.settingsSection);
  const section = sections.find((one) => one.id === chosen) ?? sections[0];
  if (!section) return null;
  const Body = section.component;
  return (
    <div className="settings">
      <section className="settings-side" aria-label="Sections">
        <div className="pane-head">Settings</div>
        <Tree label="Sections" rows={sections.map((one) => ({ id: one.id, level: 0, name: one.title }))} selected={section.id} onSelect={(id) => app.settingsSection.set(id)} />
      </section>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="settings-main" role="region" aria-label={section.title} tabIndex={0} key={section.id}>
        <h1>
          {section.title}
          <span className="sub">{section.text}</span>
        </h1>
        <Body />
      </div>
    </div>
  );
}
