import type { Opaque } from '../../shared/domain/point';
import type { Protocol } from '../protocols/protocol';

/**
 * The same protocol, with the keys of lines remembered by their settings. Settings of a project never change, so a device
 * that is added to 10,000 lines has one set of settings parsed and not all of them.
 */
export function withRememberedLineKeys(protocol: Protocol): Protocol {
  const keys = new WeakMap<Opaque, string>();
  return {
    ...protocol,
    lineKey: (settings) => {
      const known = keys.get(settings);
      if (known !== undefined) return known;
      const key = protocol.lineKey(settings);
      keys.set(settings, key);
      return key;
    },
  };
}
