import type { ServerCapability } from '../../protocol';
import { checkFault } from './faults/checked-fault';
import { ModbusHost } from './modbus-host';
import { ownValues } from './own-values';
import { modbusServerDescription } from './server-description';
import { portLabel, serverSettingsSchema } from './server-settings';
import { unitSettingsSchema } from './unit-settings';

/** Serves points as units of Modbus servers: TCP, UDP, RTU, ASCII, and RTU over TCP. */
export const modbusServer: ServerCapability = {
  settings: serverSettingsSchema,
  unitSettings: unitSettingsSchema,
  description: modbusServerDescription,
  unitKey: (settings) => String(unitSettingsSchema.parse(settings).unitId),
  unitLabel: (settings) => `Unit ${unitSettingsSchema.parse(settings).unitId}`,
  portLabel: (settings) => portLabel(serverSettingsSchema.parse(settings)),
  checkFault: (fault) => {
    const checked = checkFault(fault);
    return 'problem' in checked ? checked : { settings: checked.fault.settings, scope: checked.scope };
  },
  ownValues,
  createHost: (source, context) => new ModbusHost(source, context),
};
