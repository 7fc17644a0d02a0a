import { useRef, useState } from 'react';
import { Button } from '../button/button';
import { Field } from '../field/field';

export interface PemInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** A private key: what is kept is a reference to the vault, and is shown to nobody. */
  readonly secret?: boolean;
}

/** Larger files hold no certificate. */
const MOST_OCTETS = 256 * 1024;

/** A certificate or a private key as text, pasted or read from a file. */
export function PemInput({ label, value, onChange, hint, error, secret = false }: PemInputProps) {
  const file = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState('');
  const isKept = secret && value.startsWith('vault:');
  const read = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setTrouble('');
    if (chosen.size > MOST_OCTETS) return setTrouble(`${chosen.name} is too large to be a certificate or a key`);
    const text = await chosen.text();
    if (!text.includes('-----BEGIN ')) return setTrouble(`${chosen.name} is not PEM: it has no line -----BEGIN …-----`);
    onChange(text);
  };
  const problem = trouble || error;
  return (
    <Field label={label} error={problem} {...(hint === undefined || hint === '' ? {} : { hint })}>
      {({ id, describedBy }) => (
        <>
          <span className="input input-fill input-area">
            <textarea
              id={id}
              className="mono"
              rows={isKept ? 1 : 3}
              spellCheck={false}
              autoComplete="off"
              aria-describedby={describedBy}
              aria-invalid={problem !== undefined && problem !== ''}
              placeholder={isKept ? 'Kept in the vault; paste another to replace it' : '-----BEGIN …'}
              value={isKept ? '' : value}
              onChange={(event) => {
                setTrouble('');
                onChange(event.target.value);
              }}
            />
          </span>
          <input
            ref={file}
            type="file"
            hidden
            accept=".pem,.crt,.cer,.key,.txt"
            onChange={(event) => {
              read(event.target.files?.[0]).catch(() => setTrouble('The file could not be read'));
              event.target.value = '';
            }}
          />
          <Button onClick={() => file.current?.click()}>Read a file</Button>
          {value === '' ? null : <Button variant="quiet" onClick={() => onChange('')}>Remove</Button>}
        </>
      )}
    </Field>
  );
}
