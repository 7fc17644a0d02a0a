import type { ServerCapability } from '../../protocol';
import { Dnp3Host, unitKey } from './dnp3-host';
import { checkFault } from './faults/fault-kinds';
import { dnp3ServerDescription } from './server-description';
import { lineSettingsSchema } from '../line-settings';
import { leadsTo } from './leads-to';
import { portLabel, serverSettingsSchema } from './server-settings';
import { unitSettingsSchema } from './unit-settings';

/** Serves points as DNP3 outstations: TCP, TLS, UDP and serial lines. */
export const dnp3Server: ServerCapability = {
  settings: serverSettingsSchema,
  unitSettings: unitSettingsSchema,
  description: dnp3ServerDescription,
  unitKey,
  unitLabel: (settings) => `Outstation ${unitSettingsSchema.parse(settings).outstationAddress}`,
  portLabel: (settings) => portLabel(serverSettingsSchema.parse(settings)),
  leadsTo: (line, { settings, address }) => leadsTo(lineSettingsSchema.parse(line), serverSettingsSchema.parse(settings), address),
  checkFault: (given) => {
    const checked = checkFault(given);
    return 'problem' in checked ? checked : { settings: checked.fault.settings, scope: checked.scope };
  },
  createHost: (source, context) => new Dnp3Host(source, context),
};
