import { isNestedDeeper, MOST_FILE_LEVELS } from '../../shared/domain/nesting';

/** Parses JSON; undefined when it is none, or nested deeper than any file of ours. */
export function parseJson(octets: Buffer): unknown {
  try {
    const parsed: unknown = JSON.parse(octets.toString('utf8'));
    return isNestedDeeper(parsed, MOST_FILE_LEVELS) ? undefined : parsed;
  } catch {
    return undefined;
  }
}
