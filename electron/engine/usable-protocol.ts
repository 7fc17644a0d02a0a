import { ProcedureError } from '../../shared/contract/answer';
import type { Protocol } from '../protocols/protocol';
import type { ActiveProject } from './active-project';
import type { Services } from './services';

/** What is answered where a protocol is asked for that this version does not have. */
export function unknownProtocol(name: string): ProcedureError {
  return new ProcedureError('bad_input', `This version does not know the protocol "${name}".`, { fields: [{ path: 'protocol', message: 'is not known here' }] });
}

/** @throws ProcedureError where the protocol is not known or switched off */
export function usableProtocol(services: Services, project: ActiveProject, name: string): Protocol {
  const protocol = services.protocol(name);
  if (!protocol) throw unknownProtocol(name);
  if (project.file.project.protocols[name]?.enabled === false) {
    throw new ProcedureError('conflict', `${protocol.description.title} is switched off in this project. Switch it on in the settings.`, { reason: 'protocol_off' });
  }
  return protocol;
}
