import { useProcedure } from '../../client/hooks';

/** Under whose name a write is recorded; empty until it is known. */
export function useWriteUser(): string {
  return useProcedure('session.info', {}).data?.user ?? '';
}
