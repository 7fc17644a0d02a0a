import { TextField } from '../field/text-field';

export interface SecretInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** A secret is shown to nobody: what is kept is a reference to it, and typing replaces it. */
export function SecretInput({ label, value, onChange, hint, error }: SecretInputProps) {
  const isKept = value.startsWith('vault:');
  return (
    <TextField
      label={label}
      type="password"
      value={isKept ? '' : value}
      onChange={onChange}
      width={24}
      placeholder={isKept ? 'Kept in the vault' : ''}
      autoComplete="new-password"
      error={error}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
