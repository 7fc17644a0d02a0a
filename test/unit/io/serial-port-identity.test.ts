import { describe, expect, it } from 'vitest';
import { findSerialPort, type SerialPortInfo } from '../../../electron/io/serial-port-identity';

// Made-up listings: a pty has no serial number, and no adapter was at hand.
const ftdi = (path: string, serialNumber: string): SerialPortInfo => ({ path, serialNumber, vendorId: '0403', productId: '6001', manufacturer: 'FTDI' });
const ch340 = (path: string): SerialPortInfo => ({ path, vendorId: '1a86', productId: '7523' });

describe('finding a serial port again', () => {
  it('finds an adapter replugged under another name by its serial number', () => {
    const listing = [ftdi('/dev/ttyUSB0', 'OTHER'), ftdi('/dev/ttyUSB3', 'A10K')];
    expect(findSerialPort(ftdi('/dev/ttyUSB0', 'A10K'), listing)).toEqual({ kind: 'found', path: '/dev/ttyUSB3', by: 'serial-number' });
    expect(findSerialPort(ftdi('COM3', 'A10K'), [ftdi('COM7', 'A10K')])).toEqual({ kind: 'found', path: 'COM7', by: 'serial-number' });
  });

  it('never takes another adapter because it has the old name now', () => {
    const found = findSerialPort(ftdi('/dev/ttyUSB0', 'A10K'), [ftdi('/dev/ttyUSB0', 'OTHER')]);
    expect(found).toEqual({ kind: 'missing', message: 'The adapter with serial number A10K (was /dev/ttyUSB0) is not plugged in.' });
    expect(findSerialPort(ftdi('/dev/ttyUSB0', 'A10K'), [ch340('/dev/ttyUSB0')])).toMatchObject({ kind: 'missing' });
  });

  it('does not take the same serial number of another maker', () => {
    const cheap: SerialPortInfo = { path: '/dev/ttyUSB1', serialNumber: '0001', vendorId: '10c4', productId: 'ea60' };
    expect(findSerialPort(ftdi('/dev/ttyUSB0', '0001'), [cheap])).toMatchObject({ kind: 'missing' });
    expect(findSerialPort(ftdi('/dev/ttyUSB0', '0001'), [cheap, ftdi('/dev/ttyUSB2', '0001')])).toMatchObject({ kind: 'found', path: '/dev/ttyUSB2' });
  });

  it('compares vendor and product without regard to case', () => {
    expect(findSerialPort({ path: 'COM3', serialNumber: 'X', vendorId: '1A86' }, [{ path: 'COM4', serialNumber: 'X', vendorId: '1a86' }])).toMatchObject({ kind: 'found', path: 'COM4' });
  });

  it('tells the ports of one adapter apart by their plug, then by their old name', () => {
    const port = (path: string, pnpId?: string): SerialPortInfo => ({ ...ftdi(path, 'QUAD'), ...(pnpId === undefined ? {} : { pnpId }) });
    const listing = [port('/dev/ttyUSB4', 'quad-if00-port0'), port('/dev/ttyUSB5', 'quad-if01-port0')];
    expect(findSerialPort(port('/dev/ttyUSB0', 'quad-if01-port0'), listing)).toMatchObject({ kind: 'found', path: '/dev/ttyUSB5' });
    expect(findSerialPort(port('/dev/ttyUSB4'), listing)).toMatchObject({ kind: 'found', path: '/dev/ttyUSB4' });
    expect(findSerialPort(port('/dev/ttyUSB0'), listing)).toMatchObject({ kind: 'ambiguous', paths: ['/dev/ttyUSB4', '/dev/ttyUSB5'] });
  });

  it('goes by name and kind where there is no serial number', () => {
    expect(findSerialPort(ch340('/dev/ttyUSB0'), [ch340('/dev/ttyUSB0'), ch340('/dev/ttyUSB1')])).toEqual({ kind: 'found', path: '/dev/ttyUSB0', by: 'path' });
    expect(findSerialPort(ch340('/dev/ttyUSB0'), [ftdi('/dev/ttyUSB0', 'A'), ch340('/dev/ttyUSB1')])).toEqual({ kind: 'found', path: '/dev/ttyUSB1', by: 'model' });
    expect(findSerialPort(ch340('/dev/ttyUSB0'), [ch340('/dev/ttyUSB1'), ch340('/dev/ttyUSB2')])).toMatchObject({ kind: 'ambiguous' });
    expect(findSerialPort({ path: '/dev/ttyS0' }, [{ path: '/dev/ttyS0' }])).toMatchObject({ kind: 'found', by: 'path' });
    expect(findSerialPort({ path: '/dev/ttyS0' }, [{ path: '/dev/ttyS1' }])).toMatchObject({ kind: 'missing' });
    expect(findSerialPort({ path: '/dev/ttyS0' }, [])).toMatchObject({ kind: 'missing' });
  });
});
