import { useCallback, useEffect, useState } from 'react';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../shared/contract/index';
import type { WireSample } from '../../shared/domain/sample';
import { toClientError, type ClientError } from './client-error';
import { useClient, useLive, useSampleStore } from './client-context';
import { useKeyed, useStore } from './store';
import { whileVisible } from './while-visible';

export interface ProcedureResult<N extends ProcedureName> {
  /** The last answer; kept while a newer one is on its way. */
  readonly data: ProcedureOutput<N> | undefined;
  readonly error: ClientError | undefined;
  readonly loading: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

/** The same object as long as its content is the same. */
function useStable<T>(value: T): T {
  const [kept, setKept] = useState(value);
  if (Object.is(kept, value) || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  setKept(() => value);
  return value;
}

/**
 * Calls a procedure when the component appears, when `input` changes in content, and when the engine comes back.
 * @param input null calls nothing
 */
export function useProcedure<N extends ProcedureName>(name: N, input: ProcedureInput<N> | null, options: { everyMs?: number } = {}): ProcedureResult<N> {
  const client = useClient();
  const link = useStore(client.link);
  const tenantId = useStore(client.tenantId);
  const [state, setState] = useState<{ data: ProcedureOutput<N> | undefined; error: ClientError | undefined; answered: unknown }>({ data: undefined, error: undefined, answered: undefined });
  const [turn, setTurn] = useState(0);
  const given = useStable(input);
  const { everyMs } = options;

  useEffect(() => {
    if (given === null || link !== 'connected') return undefined;
    let gone = false;
    const ask = (): void => {
      client
        .call(name, given)
        .then((data) => {
          if (!gone) setState({ data, error: undefined, answered: given });
        })
        .catch((cause: unknown) => {
          if (!gone) setState((before) => ({ data: before.data, error: toClientError(cause), answered: given }));
        });
    };
    ask();
    const end = everyMs === undefined ? undefined : whileVisible(everyMs, ask);
    return () => {
      gone = true;
      end?.();
    };
  }, [client, name, given, link, tenantId, turn, everyMs]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { data: state.data, error: state.error, loading: given !== null && state.answered !== given, reload };
}

/** Keeps the newest samples of these points coming while the component is there. Read them with {@link useSample}. */
export function useSamples(pointIds: readonly string[]): void {
  const store = useSampleStore();
  const key = pointIds.join(' ');
  useEffect(() => (key === '' ? undefined : store.watch(key.split(' '))), [store, key]);
}

/** The newest sample of a point that something watches; renders again only when this point's sample changes. */
export function useSample(pointId: string): WireSample | undefined {
  return useKeyed(useSampleStore().samples, pointId);
}

/** Watches one point and answers its newest sample. */
export function usePointSample(pointId: string): WireSample | undefined {
  useSamples([pointId]);
  return useSample(pointId);
}

/** The open project with its file state; null when none is open, undefined until the engine has said so. */
export function useOpenProject() {
  return useStore(useLive().project);
}

/** The connection state of a device; undefined until it is known. */
export function useDeviceStatus(deviceId: string) {
  return useKeyed(useLive().devices, deviceId);
}

export function useLineStatus(lineId: string) {
  return useKeyed(useLive().lines, lineId);
}

export function useWriting() {
  return useStore(useLive().writing);
}
