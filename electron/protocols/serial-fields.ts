import type { SettingField } from '../../shared/contract/setting-field';
import { field } from './setting-field';

const BAUD_RATES = ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200', '230400', '460800', '921600'];

/** The form's fields of a serial port, for the settings of `serialPortShape`. `adapter`: of lines alone. `dataBits`: what is said of them; missing: they are always 8. */
export function serialFields(group: string, visibleWhen: SettingField['visibleWhen'], usual: { readonly baudRate: number; readonly parity: 'none' | 'even'; readonly dataBits?: string }): { readonly port: SettingField; readonly adapter: SettingField; readonly character: readonly SettingField[] } {
  const common = { group, visibleWhen };
  return {
    port: field({ ...common, key: 'serialPath', label: 'Serial port', kind: 'serial-port', defaultValue: '' }),
    adapter: field({ ...common, key: 'serialNumber', label: 'Adapter serial number', kind: 'text', defaultValue: '', help: 'Finds the adapter when it comes back under another name' }),
    character: [
      field({ ...common, key: 'baudRate', label: 'Baud rate', kind: 'choice', defaultValue: usual.baudRate, unit: 'bit/s', choices: BAUD_RATES.map((rate) => [rate, rate] as const) }),
      ...(usual.dataBits === undefined ? [] : [field({ ...common, key: 'dataBits', label: 'Data bits', kind: 'choice', defaultValue: 8, choices: [['8', '8 data'], ['7', '7 data']], help: usual.dataBits })]),
      field({ ...common, key: 'parity', label: 'Parity', kind: 'choice', defaultValue: usual.parity, choices: [['none', 'None'], ['even', 'Even'], ['odd', 'Odd']] }),
      field({ ...common, key: 'stopBits', label: 'Stop bits', kind: 'choice', defaultValue: 1, choices: [['1', '1 stop'], ['2', '2 stop']] }),
    ],
  };
}
