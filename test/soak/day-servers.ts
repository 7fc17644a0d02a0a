/**
 * The devices of a compressed day, each on a port of its own, by our stack: steady ones, one asked once a second, one whose
 * connections are dropped every few seconds, one that is away for a while again and again. Prints their ports as one line of
 * JSON; answers every message of its parent with how often each was asked, and when the one of each second was.
 */
import type { ByteChannel } from '../../electron/io/channel';
import { listenTcp } from '../../electron/io/tcp-server';
import { MemoryUnit, ModbusServer, serveUnits } from '../../electron/stacks/modbus';

const DROP_EVERY_MS = 4000;
const AWAY_EVERY_MS = 15_000;
const AWAY_FOR_MS = 2000;
const REGISTERS = 10;

type Kind = 'steady' | 'metronome' | 'dropped' | 'restarted';
const kinds: readonly Kind[] = ['steady', 'steady', 'steady', 'metronome', 'dropped', 'restarted'];

interface Served {
  readonly kind: Kind;
  port: number;
  asked: number;
  /** When it was asked, monotonic milliseconds; of the metronome only. */
  times: number[];
}

async function serve(kind: Kind, at: number): Promise<Served> {
  const served: Served = { kind, port: 0, asked: 0, times: [] };
  const unit = new MemoryUnit({ coils: 0, discreteInputs: 0, holdingRegisters: REGISTERS, inputRegisters: 0 });
  unit.holdingRegisters.forEach((_, register) => (unit.holdingRegisters[register] = 1000 * (at + 1) + register));
  const server = new ModbusServer(serveUnits((id) => (id === 1 ? unit : undefined)), {
    deliver: ({ answer }, send) => {
      served.asked += 1;
      if (kind === 'metronome') served.times.push(performance.now());
      send(answer);
    },
  });
  const channels = new Set<ByteChannel>();
  const listen = (port: number) =>
    listenTcp({ port }, (channel) => {
      if (kind === 'dropped') channels.add(channel);
      server.attach(channel, { framing: 'mbap' });
    });
  let listener = await listen(0);
  served.port = listener.port;
  if (kind === 'dropped') {
    setInterval(() => {
      for (const channel of channels) channel.destroy();
      channels.clear();
    }, DROP_EVERY_MS);
  }
  if (kind === 'restarted') {
    const goAway = async (): Promise<void> => {
      await listener.close();
      await new Promise((resolve) => setTimeout(resolve, AWAY_FOR_MS));
      listener = await listen(served.port);
    };
    setInterval(() => void goAway(), AWAY_EVERY_MS);
  }
  return served;
}

const all: Served[] = [];
for (const [at, kind] of kinds.entries()) all.push(await serve(kind, at));
process.stdout.write(`${JSON.stringify(all.map(({ kind, port }) => ({ kind, port })))}\n`);
process.on('message', () => {
  process.send?.(all.map(({ asked, times }) => ({ asked, times })));
  for (const served of all) served.times = [];
});
process.on('disconnect', () => process.exit());
