import { useEffect } from 'react';
import { ClientProvider } from '../client/client-context';
import { useStore } from '../client/store';
import { NumberFormatContext } from '../components/format/number-format-context';
import { Toast } from '../components/note/toast';
import { CommandPalette } from '../features/palette/command-palette';
import { AppContext, useApp, useNumberFormat } from './app-context';
import type { RunningApp } from './create-app';
import { listenForKeys } from './commands/listen-for-keys';
import { ActivityBar } from './frame/activity-bar';
import { LoginPage } from './frame/login-page';
import { ScreenView } from './frame/screen-view';
import { StatusBar } from './frame/status-bar';
import { TitleBar } from './frame/title-bar';
import './frame/frame.css';

export function App({ running }: { readonly running: RunningApp }) {
  const { app } = running;
  const link = useStore(app.client.link);
  useEffect(() => listenForKeys(app), [app]);
  return (
    <AppContext value={app}>
      <ClientProvider services={app}>{link === 'unauthenticated' ? <LoginPage onDone={() => running.reconnect()} /> : <Frame />}</ClientProvider>
    </AppContext>
  );
}

function Frame() {
  return (
    <NumberFormatContext value={useNumberFormat()}>
      <div className="app">
        <TitleBar />
        <ActivityBar />
        <ScreenView />
        <StatusBar />
        <Floating />
      </div>
    </NumberFormatContext>
  );
}

/** What lies over the frame: the dialog, the palette, the toast. */
function Floating() {
  const app = useApp();
  const dialog = useStore(app.dialog);
  const toast = useStore(app.toast);
  const paletteOpen = useStore(app.paletteOpen);
  return (
    <>
      {dialog?.(app.closeDialog)}
      {paletteOpen ? <CommandPalette onClose={() => app.paletteOpen.set(false)} /> : null}
      {toast ? <Toast key={toast.text} {...toast} onClose={() => app.toast.set(null)} /> : null}
    </>
  );
}
