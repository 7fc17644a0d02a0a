import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { BRIDGE_NAME, type DesktopBridge } from '../shared/contract/bridge';
import { IPC } from './desktop/ipc-channels';

const listeners = new Map<number, (payload: unknown) => void>();
let lastSubscription = 0;

ipcRenderer.on(IPC.event, (_event: IpcRendererEvent, subscription: number, payload: unknown) => {
  try {
    listeners.get(subscription)?.(payload);
  } finally {
    // The main process sends the next event of this subscription only now: a slow window is never flooded.
    ipcRenderer.send(IPC.taken, subscription);
  }
});

async function open(subscription: number, topic: string, filter: unknown, tenantId: string | null, refused?: (error: unknown) => void): Promise<void> {
  let error: unknown;
  try {
    error = await ipcRenderer.invoke(IPC.subscribe, subscription, topic, filter, tenantId);
  } catch (cause) {
    error = { code: 'internal', message: String(cause), details: {}, errorId: null };
  }
  if (error === null) return;
  listeners.delete(subscription);
  refused?.(error);
}

const bridge: DesktopBridge = {
  invoke: (name, input, tenantId) => ipcRenderer.invoke(IPC.invoke, name, input, tenantId),
  subscribe(topic, filter, tenantId, listener, refused) {
    lastSubscription += 1;
    const subscription = lastSubscription;
    listeners.set(subscription, listener);
    void open(subscription, topic, filter, tenantId, refused);
    return () => {
      if (listeners.delete(subscription)) ipcRenderer.send(IPC.unsubscribe, subscription);
    };
  },
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
