import { describe, expect, it } from 'vitest';
import { BusEvents, decodeResponse, MBAP_HEADER_OCTETS, MemoryUnit, sealRtuFrame, serve, serveUnits, type ModbusRequest, type ModbusResponse, type ModbusUnitModel } from '../../../electron/stacks/modbus';
import { DrivenServer, requestOctets } from '../../support/modbus-driven-server';

const text = (value: string) => Uint8Array.from(Buffer.from(value, 'latin1'));

function unit(): MemoryUnit {
  const made = new MemoryUnit({
    coils: 10,
    holdingRegisters: 200,
    serverId: Uint8Array.of(0x11, 0xff, 0x41),
    files: new Map([[4, Uint16Array.from({ length: 20 }, (_, i) => i + 100)]]),
    queues: new Map([
      [5, [1, 2, 3]],
      [6, Array.from({ length: 32 }, () => 0)],
    ]),
    deviceIdentification: [
      { id: 0, value: text('Made Up Works') },
      { id: 1, value: text('MU-1') },
      { id: 2, value: text('1.0') },
      { id: 4, value: text('x'.repeat(150)) },
      { id: 0x80, value: text('y'.repeat(150)) },
    ],
  });
  made.exceptionStatus = 0x6d;
  return made;
}

const ask = (model: ModbusUnitModel, request: ModbusRequest): ModbusResponse | undefined => serve(model, request);
const diagnose = (subFunction: number, high = 0, low = 0): ModbusRequest => ({ functionCode: 8, subFunction, data: Uint8Array.of(high, low) });

describe('a unit in memory', () => {
  it('answers every function', () => {
    const model = unit();
    expect(ask(model, { functionCode: 7 })).toEqual({ functionCode: 7, status: 0x6d });
    expect(ask(model, { functionCode: 17 })).toEqual({ functionCode: 17, data: Uint8Array.of(0x11, 0xff, 0x41) });
    model.holdingRegisters[4] = 0x12;
    const mask: ModbusRequest = { functionCode: 22, address: 4, andMask: 0xf2, orMask: 0x25 };
    expect(ask(model, mask)).toEqual(mask);
    expect(model.holdingRegisters[4]).toBe(0x17);
    expect(ask(model, { functionCode: 23, address: 0, quantity: 3, writeAddress: 1, values: [7, 8] })).toEqual({ functionCode: 23, registers: Uint16Array.of(0, 7, 8) });
    expect(ask(model, { functionCode: 24, address: 5 })).toEqual({ functionCode: 24, registers: Uint16Array.of(1, 2, 3) });
    const write: ModbusRequest = { functionCode: 21, records: [{ file: 4, record: 2, registers: [9, 9] }] };
    expect(ask(model, write)).toEqual(write);
    const spans = [
      { file: 4, record: 1, quantity: 2 },
      { file: 4, record: 19, quantity: 1 },
    ];
    expect(ask(model, { functionCode: 20, records: spans })).toEqual({ functionCode: 20, records: [Uint16Array.of(101, 9), Uint16Array.of(119)] });
  });

  it('refuses what it does not have, and changes nothing then', () => {
    const model = unit();
    expect(ask(model, { functionCode: 22, address: 200, andMask: 0, orMask: 0 })).toEqual({ functionCode: 22, exception: 2 });
    expect(ask(model, { functionCode: 23, address: 199, quantity: 2, writeAddress: 0, values: [7] })).toEqual({ functionCode: 23, exception: 2 });
    expect(ask(model, { functionCode: 23, address: 0, quantity: 1, writeAddress: 200, values: [7] })).toEqual({ functionCode: 23, exception: 2 });
    expect(model.holdingRegisters[0]).toBe(0);
    expect(ask(model, { functionCode: 24, address: 9 })).toEqual({ functionCode: 24, exception: 2 });
    expect(ask(model, { functionCode: 24, address: 6 })).toEqual({ functionCode: 24, exception: 3 });
    expect(ask(model, { functionCode: 20, records: [{ file: 4, record: 19, quantity: 2 }] })).toEqual({ functionCode: 20, exception: 2 });
    const writes = [
      { file: 4, record: 0, registers: [1] },
      { file: 5, record: 0, registers: [1] },
    ];
    expect(ask(model, { functionCode: 21, records: writes })).toEqual({ functionCode: 21, exception: 2 });
    expect(model.files.get(4)?.[0]).toBe(100);
    expect(ask(model, { functionCode: 'raw', code: 100, data: new Uint8Array(0) })).toEqual({ functionCode: 100, exception: 1 });
  });

  it('answers exception 1 to every function that its model lacks', () => {
    const bare: ModbusUnitModel = { readBits: () => [], readRegisters: () => [], writeCoils: () => undefined, writeRegisters: () => undefined };
    const requests: ModbusRequest[] = [
      { functionCode: 7 },
      diagnose(0),
      { functionCode: 11 },
      { functionCode: 12 },
      { functionCode: 17 },
      { functionCode: 20, records: [{ file: 1, record: 0, quantity: 1 }] },
      { functionCode: 21, records: [{ file: 1, record: 0, registers: [1] }] },
      { functionCode: 24, address: 0 },
      { functionCode: 43, access: 1, objectId: 0 },
      { functionCode: 'raw', code: 100, data: new Uint8Array(0) },
    ];
    expect(requests.map((request) => ask(bare, request))).toEqual(requests.map((request) => ({ functionCode: request.functionCode === 'raw' ? 100 : request.functionCode, exception: 1 })));
  });

  it('gives its identification by category, in as many answers as it takes', () => {
    const model = unit();
    const ids = (request: ModbusRequest) => {
      const response = ask(model, request);
      return response?.functionCode === 43 && 'objects' in response ? [response.objects.map(({ id }) => id), response.nextObjectId, response.conformity] : response;
    };
    expect(ids({ functionCode: 43, access: 1, objectId: 0 })).toEqual([[0, 1, 2], undefined, 0x83]);
    expect(ids({ functionCode: 43, access: 1, objectId: 1 })).toEqual([[1, 2], undefined, 0x83]);
    expect(ids({ functionCode: 43, access: 2, objectId: 0 })).toEqual([[0, 1, 2, 4], undefined, 0x83]);
    expect(ids({ functionCode: 43, access: 3, objectId: 0 })).toEqual([[0, 1, 2, 4], 0x80, 0x83]);
    expect(ids({ functionCode: 43, access: 3, objectId: 0x80 })).toEqual([[0x80], undefined, 0x83]);
    expect(ids({ functionCode: 43, access: 3, objectId: 99 })).toEqual([[0, 1, 2, 4], 0x80, 0x83]);
    expect(ids({ functionCode: 43, access: 4, objectId: 4 })).toEqual([[4], undefined, 0x83]);
    expect(ids({ functionCode: 43, access: 4, objectId: 3 })).toEqual({ functionCode: 43, exception: 2 });
  });

  it('lets a model answer functions of its own, refuse them, or keep silent', () => {
    const model: ModbusUnitModel = Object.assign(unit(), {
      custom: (code: number, data: Uint8Array) => (code === 100 ? Uint8Array.of(data.length, 7) : code === 101 ? ({ exception: 4 } as const) : undefined),
    });
    const raw = (code: number): ModbusRequest => ({ functionCode: 'raw', code, data: Uint8Array.of(1, 2, 3) });
    expect(ask(model, raw(100))).toEqual({ functionCode: 'raw', code: 100, data: Uint8Array.of(3, 7) });
    expect(ask(model, raw(101))).toEqual({ functionCode: 101, exception: 4 });
    expect(ask(model, raw(102))).toBeUndefined();
  });
});

describe('the counters of a unit', () => {
  const word = (response: ModbusResponse | undefined) => (response?.functionCode === 8 && 'data' in response ? ((response.data[0] ?? 0) << 8) | (response.data[1] ?? 0) : response);

  it('count what functions 8, 11 and 12 answer', () => {
    const model = unit();
    const bus = new BusEvents();
    const heard = (request: ModbusRequest, broadcast = false) => {
      bus.messages += 1;
      return serve(model, request, { bus, broadcast });
    };
    heard({ functionCode: 3, address: 0, quantity: 1 });
    heard({ functionCode: 3, address: 200, quantity: 1 });
    heard({ functionCode: 6, address: 0, value: 1 }, true);
    bus.communicationErrors += 2;
    expect(heard({ functionCode: 11 })).toEqual({ functionCode: 11, busy: false, eventCount: 2 });
    const counts = [11, 12, 13, 14, 15, 16, 17, 18].map((subFunction) => word(heard(diagnose(subFunction))));
    // The counter requests count as messages themselves.
    expect(counts).toEqual([5, 2, 1, 8, 1, 0, 0, 0]);
    // Newest first: this request; then pairs of sent and received events of the earlier ones.
    expect(heard({ functionCode: 12 })).toMatchObject({ functionCode: 12, eventCount: 10, messageCount: 13 });
    const log = heard({ functionCode: 12 });
    expect(log !== undefined && 'events' in log ? [...log.events].slice(-6) : []).toEqual([0x40, 0xc0, 0x41, 0x80, 0x40, 0x80]);
  });

  it('are cleared by sub-function 10, by a restart, the log only by one that says so', () => {
    const model = unit();
    const bus = new BusEvents();
    bus.messages = 70_000;
    expect(word(serve(model, diagnose(11), { bus }))).toBe(70_000 & 0xffff);
    bus.overruns = 3;
    expect(word(serve(model, diagnose(18), { bus }))).toBe(3);
    expect(serve(model, diagnose(20), { bus })).toEqual(diagnose(20));
    expect(word(serve(model, diagnose(18), { bus }))).toBe(0);
    serve(model, diagnose(10), { bus });
    expect(word(serve(model, diagnose(11), { bus }))).toBe(0);
    expect(word(serve(model, diagnose(14), { bus }))).toBe(2);
    const before = model.events.log.length;
    expect(serve(model, diagnose(1), { bus })).toEqual(diagnose(1));
    expect(model.events.log.length).toBe(before + 3);
    expect(serve(model, diagnose(1, 0xff), { bus })).toEqual(diagnose(1, 0xff));
    expect([...model.events.log]).toEqual([0]);
    expect(model.events.eventCount).toBe(0);
  });

  it('keep the last 64 events', () => {
    const model = unit();
    for (let i = 0; i < 100; i += 1) serve(model, { functionCode: 3, address: 0, quantity: 1 });
    expect(model.events.log).toHaveLength(64);
  });

  it('refuse sub-functions that are not defined, and data other than theirs', () => {
    const model = unit();
    expect(serve(model, diagnose(5))).toEqual({ functionCode: 8, exception: 1 });
    expect(serve(model, diagnose(19))).toEqual({ functionCode: 8, exception: 1 });
    for (const wrong of [diagnose(1, 1), diagnose(2, 0, 1), diagnose(3, 1, 1), diagnose(10, 1), diagnose(11, 1)]) expect(serve(model, wrong)).toEqual({ functionCode: 8, exception: 3 });
    model.events.diagnosticRegister = 0x1234;
    expect(word(serve(model, diagnose(2)))).toBe(0x1234);
  });

  it('go on in listen only mode, where nothing is answered or carried out until a restart', () => {
    const model = unit();
    expect(serve(model, diagnose(4))).toBeUndefined();
    expect(serve(model, { functionCode: 6, address: 0, value: 5 })).toBeUndefined();
    expect(model.holdingRegisters[0]).toBe(0);
    expect(serve(model, diagnose(1))).toBeUndefined();
    expect(serve(model, { functionCode: 6, address: 0, value: 5 })).toMatchObject({ functionCode: 6 });
  });

  it('take in what a session refuses and what it hears of others', () => {
    const model = unit();
    const server = new DrivenServer('rtu', serveUnits((id) => (id === 5 ? model : undefined)));
    server.ask(6, { functionCode: 3, address: 0, quantity: 1 });
    const damaged = Uint8Array.from(requestOctets('rtu', 5, { functionCode: 3, address: 0, quantity: 1 }));
    damaged[3] = 9;
    server.receive(damaged);
    server.advance(100);
    const tooMany = requestOctets('rtu', 5, { functionCode: 'raw', code: 3, data: Uint8Array.of(0, 0, 0, 126) });
    server.receive(tooMany);
    server.advance(100);
    expect(server.sent.map((octets) => [...octets.subarray(0, 3)])).toEqual([[5, 0x83, 3]]);
    const count = (subFunction: number) => {
      const [octets] = server.ask(5, diagnose(subFunction));
      return octets === undefined ? undefined : ((octets[4] ?? 0) << 8) | (octets[5] ?? 0);
    };
    expect([count(11), count(12), count(13), count(14)]).toEqual([3, 1, 1, 5]);
  });
});

describe('server sessions', () => {
  it.each(['mbap', 'udp', 'rtu', 'ascii'] as const)('answer a function code of 0, or with the exception bit, with exception 1 (%s)', (kind) => {
    const server = new DrivenServer(kind, serveUnits(() => unit()));
    for (const code of [0, 0x80, 0x83]) {
      const octets = requestOctets(kind === 'ascii' ? 'rtu' : kind, 5, { functionCode: 'raw', code: 100, data: new Uint8Array(0) });
      const at = kind === 'mbap' || kind === 'udp' ? MBAP_HEADER_OCTETS : 1;
      const changed = Uint8Array.from(octets);
      changed[at] = code;
      server.receive(kind === 'ascii' ? asciiOf(changed.subarray(0, 2)) : kind === 'rtu' ? rtuOf(changed) : changed);
      server.advance(100);
    }
    expect(server.sent).toHaveLength(3);
    expect(server.closedBecause).toBeUndefined();
  });

  it('answer exception 4 when a model gives what no frame holds, whatever it calls its function', () => {
    for (const response of [{ functionCode: 999, exception: 1 }, { functionCode: 3, exception: 300 }, { functionCode: 'raw' as const, code: 200, data: new Uint8Array(0) }]) {
      const server = new DrivenServer('mbap', { serves: () => true, handle: (_unit, _request, reply) => reply(response) });
      const [octets] = server.ask(1, { functionCode: 3, address: 0, quantity: 1 });
      expect(octets === undefined ? undefined : decodeResponse(octets, MBAP_HEADER_OCTETS)).toMatchObject({ value: { functionCode: 3, exception: 4 } });
    }
  });

  it('end frames by the delimiter that a client set, from the next one on', () => {
    const server = new DrivenServer('ascii', serveUnits(() => unit()));
    const [echo] = server.ask(5, diagnose(3, 0x21));
    expect(echo?.at(-1)).toBe(0x0a);
    expect(server.ask(5, { functionCode: 7 })).toEqual([]);
    const request = Uint8Array.from(requestOctets('ascii', 5, { functionCode: 7 }));
    request[request.length - 1] = 0x21;
    server.receive(request);
    expect(server.sent.at(-1)?.at(-1)).toBe(0x21);
  });
});

function asciiOf(octets: Uint8Array): Uint8Array {
  const sum = -octets.reduce((total, octet) => total + octet, 0) & 0xff;
  return Buffer.from(`:${Buffer.from([...octets, sum]).toString('hex').toUpperCase()}\r\n`);
}

function rtuOf(octets: Uint8Array): Uint8Array {
  const made = Uint8Array.from(octets);
  sealRtuFrame(made, octets[0] ?? 0);
  return made;
}
