import { createContext, useContext, type ReactNode } from 'react';
import type { Client } from './client';
import type { LiveState } from './live-state';
import type { SampleStore } from './sample-store';

interface ClientServices {
  readonly client: Client;
  readonly samples: SampleStore;
  readonly live: LiveState;
}

const Context = createContext<ClientServices | null>(null);

export function ClientProvider({ services, children }: { readonly services: ClientServices; readonly children: ReactNode }) {
  return <Context value={services}>{children}</Context>;
}

function useServices(): ClientServices {
  const services = useContext(Context);
  if (!services) throw new Error('A screen was drawn outside of ClientProvider.');
  return services;
}

/** The typed way to the engine: `client.call('device.connect', { deviceId })`. */
export function useClient(): Client {
  return useServices().client;
}

/** Project, devices, lines, jobs, log, metrics and writing state as stores; read them with `useStore`, `useKeyed`. */
export function useLive(): LiveState {
  return useServices().live;
}

export function useSampleStore(): SampleStore {
  return useServices().samples;
}
