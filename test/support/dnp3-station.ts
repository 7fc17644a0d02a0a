import type { ByteChannel } from '../../electron/io/channel';
import { listenTcp } from '../../electron/io/tcp-server';
import { Database, DEFAULT_OUTSTATION, Dnp3Line, FLAG, Outstation, outstationLink, type Attribute, type FileStore } from '../../electron/stacks/dnp3';
import { ScriptedDevice } from './dnp3-driven-outstation';

export interface StationOptions {
  readonly port?: number;
  readonly address?: number;
  readonly master?: number;
  readonly selfAddress?: boolean;
  /** Whether it speaks without being asked. */
  readonly unsolicited?: boolean;
  readonly device?: ScriptedDevice;
  readonly attributes?: readonly Attribute[];
  readonly confirmTimeoutMs?: number;
  readonly files?: FileStore;
  /** Where masters come from; a TCP port unless given. */
  readonly listen?: (onChannel: (channel: ByteChannel) => void) => Promise<{ readonly port: number; close(): Promise<void> | void }>;
}

export interface Station {
  readonly port: number;
  readonly database: Database;
  readonly device: ScriptedDevice;
  readonly outstation: Outstation;
  /** Ends connections and listening at once, as a crash does. */
  kill(): Promise<void>;
}

/** An outstation of the library on a real socket: two points of each kind, all online, with events. */
export async function startStation({ port = 0, address = 10, master = 1, selfAddress = false, unsolicited = true, device = new ScriptedDevice(), attributes = [], confirmTimeoutMs = DEFAULT_OUTSTATION.confirmTimeoutMs, files, listen = (onChannel) => listenTcp({ port }, onChannel) }: StationOptions = {}): Promise<Station> {
  const line = new Dnp3Line();
  const point = (index: number, more = {}) => ({ index, eventClass: 1 as const, ...more });
  const database = new Database({
    binary: [point(0), point(1)],
    'double-bit': [point(0), point(1)],
    'binary-output': [point(0), point(1)],
    counter: [point(0), point(1)],
    analog: [point(0, { staticVariation: 5, eventVariation: 7 }), point(1, { staticVariation: 5, eventVariation: 7 })],
    'analog-output': [point(0, { staticVariation: 3 }), point(1, { staticVariation: 3 })],
  });
  const types = ['binary', 'double-bit', 'binary-output', 'counter', 'analog', 'analog-output'] as const;
  for (const type of types) for (const index of [0, 1]) database.update(type, index, { value: index, flags: FLAG.online }, line.now);
  const outstation = new Outstation(database, device, { attributes, ...(files === undefined ? {} : { files }) });
  const link = outstationLink(address, master, { selfAddress });
  const session = outstation.session({ ...DEFAULT_OUTSTATION, link, confirmTimeoutMs, unsolicited: { ...DEFAULT_OUTSTATION.unsolicited, allowed: unsolicited } }, line.environment, line.now);
  line.add(session);
  const listener = await listen((channel) => line.attach(channel));
  return {
    port: listener.port,
    database,
    device,
    outstation,
    kill: async () => {
      line.close();
      await listener.close();
    },
  };
}
