import { pino, type DestinationStream, type Logger } from 'pino';

/** Names of fields that never reach a log, wherever they stand in what is logged. */
const SECRET = ['password', 'passphrase', 'secret', 'token', 'access_token', 'refresh_token', 'mqtt_password', 'key', 'updateKey', 'otherUpdateKey', 'authorityKey', 'newKey', 'authorization', 'cookie'];

/** The operator's log: JSON lines with secrets left out, on the standard error stream unless told otherwise. */
export function makeLogger(destination: DestinationStream | undefined): Logger {
  const paths = SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);
  const options = { base: null, redact: { paths, censor: '[left out]' } };
  return destination ? pino(options, destination) : pino(options, pino.destination({ dest: 2, sync: true }));
}
