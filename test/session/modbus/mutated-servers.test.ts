import { describe, expect, it } from 'vitest';
import { MemoryUnit, serveUnits, type ModbusRequest } from '../../../electron/stacks/modbus';
import { DrivenServer, requestOctets, type ServerKind } from '../../support/modbus-driven-server';
import { join, mutate, pieces, Random } from '../../support/modbus-mutations';
import { writesIn } from '../../support/modbus-reference';
import { count, soak, type Tally } from '../../support/modbus-soak';

const UNIT = 5;

/** A unit that notes which registers it was told to write. */
class NotingUnit extends MemoryUnit {
  readonly writes: string[] = [];

  override writeRegisters(address: number, values: ArrayLike<number>) {
    this.writes.push(JSON.stringify([address, Array.from(values)]));
    return super.writeRegisters(address, values);
  }
}

function someRequest(random: Random): ModbusRequest {
  switch (random.below(10)) {
    case 0:
      return { functionCode: 6, address: random.below(60), value: random.below(65_536) };
    case 1:
    case 2:
      return { functionCode: 16, address: random.below(60), values: Array.from({ length: 1 + random.below(8) }, () => random.below(65_536)) };
    case 3:
      return { functionCode: 23, address: 0, quantity: 1 + random.below(9), writeAddress: random.below(60), values: [random.below(65_536)] };
    case 4:
      return { functionCode: 8, subFunction: random.pick(0, 2, 11, 14), data: Uint8Array.of(0, 0) };
    case 5:
      return { functionCode: 43, access: 1, objectId: random.below(4) };
    case 6:
      return { functionCode: 20, records: [{ file: 1, record: random.below(9), quantity: 1 + random.below(9) }] };
    case 7:
      return { functionCode: 'raw', code: 1 + random.below(127), data: random.octets(random.below(20)) };
    default:
      return { functionCode: 3, address: random.below(60), quantity: 1 + random.below(20) };
  }
}

/** Damaged requests, in pieces, with pauses; then a good exchange, on a new connection where this one was closed. */
function iteration(kind: ServerKind, seed: number, tally: Tally): void {
  const random = new Random(seed);
  const unit = new NotingUnit({
    holdingRegisters: 64,
    inputRegisters: 4,
    files: new Map([[1, new Uint16Array(10)]]),
    deviceIdentification: [{ id: 0, value: Uint8Array.of(65) }],
  });
  unit.inputRegisters.set([1, 2, 3, 4]);
  const model = serveUnits((id) => (id === UNIT ? unit : undefined));
  let server = new DrivenServer(kind, model);
  const stream = mutate(join(...Array.from({ length: 1 + random.below(3) }, (_, i) => requestOctets(kind, UNIT, someRequest(random), i))), random);
  // A datagram is read whole, a stream as it is cut.
  for (const piece of kind === 'udp' ? [stream] : pieces(stream, random)) {
    server.advance(random.pick(0, 0, 1, 60, 1100));
    server.receive(piece);
  }
  server.advance(1100);
  count(tally, server.sent.length === 0 ? 'silent' : 'answered');
  const allowed = new Set(writesIn(kind, stream, UNIT).map((write) => JSON.stringify(write)));
  for (const write of unit.writes) {
    count(tally, 'written');
    if (!allowed.has(write)) throw new Error(`seed ${seed}: wrote ${write}, which nobody asked for`);
  }
  // On TCP what comes next completes a frame that began: only a new connection begins with a new one.
  if (server.closedBecause !== undefined || (kind === 'mbap' && !endsWhole(stream))) {
    count(tally, server.closedBecause === undefined ? 'cut short' : 'closed');
    server = new DrivenServer(kind, model);
  }
  // A damaged frame may have told it to listen only, or to end frames by another character: both are what it was asked for.
  if (unit.events.listenOnly) {
    count(tally, 'listening only');
    return;
  }
  const [answer] = server.ask(UNIT, { functionCode: 4, address: 0, quantity: 4 }, 77);
  const pdu = [4, 8, 0, 1, 0, 2, 0, 3, 0, 4];
  const wanted = {
    mbap: [0, 77, 0, 0, 0, 11, UNIT, ...pdu],
    udp: [0, 77, 0, 0, 0, 11, UNIT, ...pdu],
    rtu: [UNIT, ...pdu],
    ascii: [...Buffer.from(':0504080001000200030004', 'latin1')],
  }[kind];
  expect([...(answer ?? [])].slice(0, wanted.length)).toEqual(wanted);
}

/** Whether a TCP stream ends where a frame ends. */
function endsWhole(stream: Uint8Array): boolean {
  let at = 0;
  while (at + 6 <= stream.length) at += 6 + (((stream[at + 4] ?? 0) << 8) | (stream[at + 5] ?? 0));
  return at === stream.length;
}

describe.each<[ServerKind, string, string[]]>([
  ['mbap', 'TCP server', ['silent', 'answered', 'written', 'closed']],
  ['udp', 'UDP server', ['silent', 'answered', 'written']],
  ['rtu', 'RTU server', ['silent', 'answered', 'written']],
  ['ascii', 'ASCII server', ['silent', 'answered', 'written']],
])('a server session (%s)', (kind, name, endings) => {
  it('survives damaged requests: it writes nothing that nobody asked for, and answers the next good request', { timeout: 3_600_000 }, () => {
    const tally = soak(name, 5000, (seed, counted) => iteration(kind, seed, counted));
    expect(endings.filter((ending) => (tally.get(ending) ?? 0) < 50)).toEqual([]);
  });
});
