import { useProcedure } from '../../client/hooks';
import { TextField } from '../../components/field/text-field';

export interface SerialPortInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** An adapter that is plugged in shows up by itself. */
const LOOK_MS = 3000;

/** A serial port: those that are there are offered, any other can be typed. */
export function SerialPortInput({ label, value, onChange, hint, error }: SerialPortInputProps) {
  const { data, error: failure } = useProcedure('system.serialPorts', {}, { everyMs: LOOK_MS });
  const ports = data?.ports ?? [];
  const known = ports.find((port) => port.path === value);
  const note = failure?.message ?? data?.note ?? '';
  const found = known !== undefined ? known.label : note !== '' ? note : ports.length === 0 ? 'No serial port found' : `${ports.length} found`;
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      width={28}
      suggestions={ports.map((port) => port.path)}
      error={error}
      hint={hint === undefined ? found : `${hint}. ${found}`}
      icon="serial"
    />
  );
}
