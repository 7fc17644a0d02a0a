import { parentPort } from 'node:worker_threads';
import type { FromDecoder, ToDecoder } from './decoder-messages';
import { devicesOf, takeDevices } from './device-pieces';
import { parseJson } from '../disk/parse-json';
import { decodeProjectFile } from './project-file';

/** Parses one large project file in a thread of its own and hands its devices over in batches, when asked for the next. */
function serve(port: NonNullable<typeof parentPort>): void {
  const answer = (message: FromDecoder): void => port.postMessage(message, []);
  let batches = takeDevices([]);
  let next = batches.next();
  const handle = (message: ToDecoder): void => {
    if (message.kind === 'decode') {
      const octets = Buffer.from(message.octets.buffer, message.octets.byteOffset, message.octets.byteLength);
      const decoded = message.as === 'file' ? decodeProjectFile(octets) : parseJson(octets);
      batches = takeDevices(devicesOf(decoded) ?? []);
      next = batches.next();
      answer({ kind: 'decoded', decoded, more: next.done !== true });
      return;
    }
    const pieces = next.done === true ? [] : next.value;
    next = batches.next();
    answer({ kind: 'devices', pieces, more: next.done !== true });
  };
  port.on('message', (message: ToDecoder) => {
    try {
      handle(message);
    } catch (error) {
      answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  });
}

if (parentPort !== null) serve(parentPort);
