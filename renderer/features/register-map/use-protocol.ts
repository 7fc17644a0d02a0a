import { useMemo } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import { useProcedure } from '../../client/hooks';

/** What a protocol tells about itself; undefined until it is known. */
export function useProtocol(name: string | undefined): ProtocolDescription | undefined {
  const { data } = useProcedure('protocol.list', {});
  return useMemo(() => data?.find((protocol) => protocol.name === name), [data, name]);
}

export function useProtocols(): readonly ProtocolDescription[] | undefined {
  return useProcedure('protocol.list', {}).data;
}
