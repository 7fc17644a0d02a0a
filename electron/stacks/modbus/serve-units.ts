import { BusEvents } from './bus-events';
import { serve } from './serve';
import type { ModbusServerModel, ModbusUnitModel } from './server-model';

export interface ServeUnitsOptions {
  /**
   * What an absent unit answers on TCP: 'silent' (the default), or an exception as a gateway gives it:
   * 11 (target failed to respond) or 10 (path unavailable). On a serial line it is always silent.
   */
  readonly absentUnit?: 'silent' | 10 | 11;
  /** Who takes part in a broadcast on a serial line; nobody unless given. */
  readonly broadcastTo?: () => Iterable<ModbusUnitModel>;
}

/** A server's model over units of one's own: `unitOf` finds the model of a unit identifier, or undefined. */
export function serveUnits(unitOf: (unit: number) => ModbusUnitModel | undefined, options: ServeUnitsOptions = {}): ModbusServerModel {
  const absent = options.absentUnit ?? 'silent';
  const bus = new BusEvents();
  return {
    bus,
    serves: (unit) => unitOf(unit) !== undefined,
    handle: (unit, request, reply) => {
      const model = unitOf(unit);
      if (model !== undefined) return reply(serve(model, request, { bus }));
      if (unit === 0 && options.broadcastTo !== undefined) {
        for (const each of options.broadcastTo()) serve(each, request, { bus, broadcast: true });
        return reply(undefined);
      }
      return reply(absent === 'silent' ? undefined : { functionCode: request.functionCode === 'raw' ? request.code : request.functionCode, exception: absent });
    },
    refuse: (unit, response, reply) => {
      const model = unitOf(unit);
      if (model === undefined) return reply(absent === 'silent' ? undefined : { ...response, exception: absent });
      model.events?.received(false);
      if (model.events?.listenOnly === true) {
        model.events.unanswered();
        return reply(undefined);
      }
      model.events?.refused(response.exception);
      return reply(response);
    },
  };
}
