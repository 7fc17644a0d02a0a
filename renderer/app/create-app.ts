import type { DesktopBridge } from '../../shared/contract/bridge';
import { Client } from '../client/client';
import { DesktopTransport } from '../client/desktop-transport';
import { LiveState } from '../client/live-state';
import { SampleStore } from '../client/sample-store';
import { SocketTransport } from '../client/socket-transport';
import { Appearance } from './appearance';
import { AppServices } from './app-services';
import { CommandRegistry } from './commands/command-registry';
import { FeatureRegistry } from './feature-registry';
import { features } from './features';
import { keepAppearance } from './keep/keep-appearance';
import { keepKeys } from './keep/keep-keys';
import { keepLayout } from './keep/keep-layout';
import { keepPlace, keptPlace, restorePlace } from './keep/keep-place';
import { Preferences } from './preferences';
import { sessionIsValid } from './session/http-session';
import { TenantSession } from './session/tenant-session';
import { tellOfProject } from './tell-project';
import { Workspace } from './workspace/workspace';

declare global {
  interface Window {
    /** Offered by the preload script in the desktop window; missing in a browser. */
    readonly thermacore?: DesktopBridge;
  }
}

/** The window's services and the login of a browser. */
export interface RunningApp {
  readonly app: AppServices;
  /** Tries the engine again at once, after logging in. */
  reconnect(): void;
}

/** Builds everything that the window works with, and starts to listen to the engine. */
export function createApp(): RunningApp {
  const bridge = window.thermacore;
  const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/socket`;
  const socket = bridge ? null : new SocketTransport({ url: socketUrl, authenticated: sessionIsValid });
  const transport = bridge ? new DesktopTransport(bridge) : socket;
  if (!transport) throw new Error('There is no way to the engine.');
  const client = new Client(transport);
  const samples = new SampleStore(client);
  const live = new LiveState(client);
  const registry = new FeatureRegistry(features);
  const workspace = new Workspace((screen) => registry.pinned(screen));
  const session = new TenantSession(client, live, samples);
  const commands = new CommandRegistry(bridge !== undefined, (error, command) => app.reportError(`${command.title}: not done`, error));
  const preferences = new Preferences(client, (error) => app.reportError('The setting could not be kept', error));
  // The desktop window has no title bar of the system's: ours moves it, and leaves room for its buttons.
  if (bridge) document.documentElement.dataset['desktop'] = '';
  const appearance = new Appearance(document.documentElement);
  const app = new AppServices(client, samples, live, preferences, appearance, workspace, commands, registry, session, bridge !== undefined);
  for (const feature of features) if (feature.commands) commands.register(feature.commands(app));
  live.start();
  keepAppearance(app);
  keepKeys(app);
  keepLayout(app);
  tellOfProject(app);
  const connected = (): void => {
    if (client.link.get() !== 'connected') return;
    void app.attempt('The engine did not say who is asking', async () => {
      const first = client.tenantId.get() === null;
      const [kept] = await Promise.all([first ? keptPlace(app) : null, session.load()]);
      if (!first) return;
      restorePlace(app, kept);
      session.settle();
      keepPlace(app);
    });
  };
  document.addEventListener('visibilitychange', () => client.setHidden(document.hidden));
  addEventListener('pagehide', () => preferences.flush());
  client.link.subscribe(connected);
  connected();
  return { app, reconnect: () => socket?.reconnect() };
}
