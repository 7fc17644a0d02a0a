import { useEffect, useMemo } from 'react';
import type { ServerDescription, SimulatedValue, SimulatorStatus } from '../../../shared/contract/simulators';
import type { SimulatedUnit, Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { useClient, useLive } from '../../client/client-context';
import { useProcedure } from '../../client/hooks';
import { KeyedStore, useKeyed, useStorePart } from '../../client/store';
import { SimulatorFeed } from './simulator-feed';

const NONE: readonly Simulator[] = [];

/** The simulators of the open project. */
export function useSimulators(): readonly Simulator[] {
  return useStorePart(useLive().project, (open) => open?.project.simulators ?? NONE);
}

/** One of them; undefined when it is gone. */
export function useSimulator(simulatorId: string): Simulator | undefined {
  return useStorePart(useLive().project, (open) => open?.project.simulators.find(({ id }) => id === simulatorId));
}

/** Undefined until it is known. */
export function useSimulatorStatus(simulatorId: string): SimulatorStatus | undefined {
  return useKeyed(useLive().simulators, simulatorId);
}

/** What protocols tell about serving; undefined until it is known. */
export function useServerDescriptions(): readonly ServerDescription[] | undefined {
  return useProcedure('simulator.protocols', {}).data;
}

export function useServerDescription(protocol: string | undefined): ServerDescription | undefined {
  return useServerDescriptions()?.find((description) => description.protocol === protocol);
}

/** What one simulator shows, for a document: listens while it is there. */
export function useFeed(simulatorId: string): SimulatorFeed {
  const { client } = useApp();
  const feed = useMemo(() => new SimulatorFeed(client, simulatorId), [client, simulatorId]);
  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);
  return feed;
}

/** The present value of one point; undefined while it has none or the simulator does not run. */
export function useSimulatedValue(simulatorId: string, pointId: string, running: boolean): SimulatedValue | undefined {
  const client = useClient();
  const store = useMemo(() => new KeyedStore<SimulatedValue>(), []);
  useEffect(() => {
    if (!running || pointId === '') return undefined;
    const end = client.subscribe('simulatorValues', { simulatorId, pointIds: [pointId] }, (values) => store.setMany(values.map((value) => [value.pointId, value] as const)));
    return () => {
      end();
      store.retain(() => false);
    };
  }, [client, store, simulatorId, pointId, running]);
  return useKeyed(store, pointId);
}

/** The addresses of a unit's points as text; asked for again whenever the points change. */
export function useUnitAddresses(simulatorId: string, unit: Pick<SimulatedUnit, 'id' | 'points'> | undefined): Readonly<Record<string, readonly string[]>> {
  const { client } = useApp();
  const store = useMemo(() => new KeyedStore<Readonly<Record<string, readonly string[]>>>(), []);
  const points = unit?.points;
  const unitId = unit?.id ?? '';
  useEffect(() => {
    if (unitId === '' || points === undefined) return undefined;
    let gone = false;
    client.call('simulator.addresses', { simulatorId, unitId }).then(
      (addresses) => {
        if (!gone) store.setMany([[unitId, addresses]]);
      },
      // The unit is gone by now, or the engine: the rows go too.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [client, store, simulatorId, unitId, points]);
  return useKeyed(store, unitId) ?? NO_ADDRESSES;
}

const NO_ADDRESSES: Readonly<Record<string, readonly string[]>> = {};
