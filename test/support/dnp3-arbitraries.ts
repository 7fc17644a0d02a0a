import * as fc from 'fast-check';
import type { LinkFrame } from '../../electron/stacks/dnp3/link-frame';

const address = fc.integer({ min: 0, max: 0xffff });
const head = { fromMaster: fc.boolean(), fcb: fc.boolean(), destination: address, source: address };

/** Link frames that keep the rules of their function. */
export const linkFrames: fc.Arbitrary<LinkFrame> = fc.oneof(
  fc.record({ ...head, primary: fc.constant(true), fcvOrDfc: fc.constant(true), functionCode: fc.constant(3), userData: fc.uint8Array({ minLength: 1, maxLength: 250 }) }),
  fc.record({ ...head, primary: fc.constant(true), fcvOrDfc: fc.constant(false), functionCode: fc.constant(4), userData: fc.uint8Array({ minLength: 1, maxLength: 250 }) }),
  fc.record({ ...head, primary: fc.constant(true), fcvOrDfc: fc.constant(false), functionCode: fc.constantFrom(0, 9), userData: fc.constant(new Uint8Array(0)) }),
  fc.record({
    ...head,
    fcb: fc.constant(false),
    primary: fc.constant(false),
    fcvOrDfc: fc.boolean(),
    functionCode: fc.constantFrom(0, 1, 11, 15),
    userData: fc.constant(new Uint8Array(0)),
  }),
);
