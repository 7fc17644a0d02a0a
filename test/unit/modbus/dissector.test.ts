import { describe, expect, it } from 'vitest';
import { modbusDissector } from '../../../electron/protocols/modbus/dissector';
import type { DissectedField } from '../../../electron/protocols/protocol';
import { makePoint } from '../../support/domain-fixtures';

const TCP = { transport: 'tcp', host: 'plc' };
const RTU = { transport: 'rtu', serialPath: 'COM5' };
const ASCII = { transport: 'ascii', serialPath: 'COM5' };
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const names = (fields: readonly DissectedField[], indent = ''): string[] => fields.flatMap(({ name, text, children }) => [`${indent}${name}: ${text}`, ...names(children, `${indent}  `)]);

const request = hex('00 07 00 00 00 06 03 03 00 64 00 02');
const answer = hex('00 07 00 00 00 07 03 03 04 01 C4 00 05');

describe('Modbus frames for the traffic view', () => {
  it('tell who is asked, by which function, and for what', () => {
    expect(modbusDissector.dissect(request, 'sent', TCP)).toMatchObject({ station: 'Unit 3', function: '03 Read holding registers', summary: 'address 100 to 101', problem: '', notice: '', part: null });
    expect(modbusDissector.dissect(answer, 'received', TCP)).toMatchObject({ station: 'Unit 3', function: '03 Read holding registers', summary: '2 registers' });
    expect(modbusDissector.stationOf({ unitId: 3 })).toBe('Unit 3');
  });

  it('have the transaction identifier in common, and without one the unit and the function', () => {
    const asked = modbusDissector.dissect(request, 'sent', TCP);
    expect(modbusDissector.dissect(answer, 'received', TCP)).toMatchObject({ asks: null, answers: asked.asks });
    const late = hex('00 08 00 00 00 07 03 03 04 01 C4 00 05');
    expect(modbusDissector.dissect(late, 'received', TCP).answers).not.toBe(asked.asks);
    const serial = modbusDissector.dissect(hex('11 03 00 6B 00 03 76 87'), 'sent', RTU);
    expect(modbusDissector.dissect(hex('11 83 02 C1 34'), 'received', RTU)).toMatchObject({ answers: serial.asks, notice: 'Exception 2, illegal data address' });
  });

  it('expect no answer to a broadcast on a serial line', () => {
    expect(modbusDissector.dissect(hex('00 06 00 01 00 03 99 DA'), 'sent', RTU).asks).toBeNull();
  });

  it('lie in layers on TCP, and registers have the addresses that were asked for with the names of points', () => {
    const points = [
      makePoint({ name: 'Supply', address: { table: 'holding-register', address: 100 }, dataType: 'uint16' }),
      makePoint({ name: 'Energy', address: { table: 'holding-register', address: 100 }, dataType: 'uint32' }),
      makePoint({ name: 'Elsewhere', address: { table: 'input-register', address: 101 }, dataType: 'uint16' }),
    ];
    const { fields } = modbusDissector.dissect(answer, 'received', TCP, { asked: request, points });
    expect(names(fields)).toEqual([
      'MBAP header: unit 3',
      '  Transaction identifier: 7',
      '  Protocol identifier: 0 (Modbus)',
      '  Length: 7',
      '  Unit identifier: 3',
      'PDU: 3 (Read holding registers)',
      '  Function code: 3 (Read holding registers)',
      '  Byte count: 4',
      '  Registers: 2 registers',
      '    Register 100 Supply, Energy: 452 (0x01C4)',
      '    Register 101 Energy: 5 (0x0005)',
    ]);
    expect(fields.map(({ layer, offset, length }) => [layer, offset, length])).toEqual([['link', 0, 7], ['application', 7, 6]]);
    expect(fields[1]?.children.at(-1)?.layer).toBe('data');
  });

  it('lie in layers on serial lines, ASCII by its characters', () => {
    const layers = (octets: Uint8Array, settings: Parameters<typeof modbusDissector.dissect>[2]) => modbusDissector.dissect(octets, 'sent', settings).fields.map(({ name, layer, offset, length }) => `${name} ${layer ?? ''} ${offset}+${length}`);
    expect(layers(hex('11 03 00 6B 00 03 76 87'), RTU)).toEqual(['Frame link 0+1', 'PDU application 1+5', 'Checksum check 6+2']);
    expect(layers(Buffer.from(':1103006B00037E\r\n', 'latin1'), ASCII)).toEqual(['Frame link 0+3', 'PDU application 3+10', 'Checksum check 13+2', 'End link 15+2']);
  });

  it('say what is wrong with octets that are none', () => {
    expect(modbusDissector.dissect(hex('11 03 00 6B 00 03 76 88'), 'received', RTU)).toMatchObject({ problem: 'the checksum is wrong' });
    expect(modbusDissector.dissect(hex('11 03'), 'received', RTU)).toMatchObject({ station: '', function: '', asks: null, answers: null });
  });

  it('stand in a capture as other programs know them', () => {
    const forms = ['tcp', 'tls', 'udp', 'rtu-over-tcp', 'rtu', 'ascii'].map((transport) => modbusDissector.captureForm({ transport }));
    expect(forms).toEqual([{ kind: 'tcp', port: 502 }, { kind: 'tcp', port: 502 }, { kind: 'udp', port: 502 }, { kind: 'named', dissector: 'mbrtu' }, { kind: 'named', dissector: 'mbrtu' }, { kind: 'raw' }]);
  });
});
