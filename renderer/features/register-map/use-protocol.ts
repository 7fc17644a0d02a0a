import type { ProtocolDescription } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { useStorePart } from '../../client/store';

/** What a protocol tells about itself; undefined until it is known. */
export function useProtocol(name: string | undefined): ProtocolDescription | undefined {
  return useStorePart(useApp().session.protocols, (protocols) => protocols.find((protocol) => protocol.name === name));
}
