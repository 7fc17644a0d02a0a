import { TextField } from '../../components/field/text-field';
import { Switch } from '../../components/field/switch';

export interface WriteOptionsProps {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly verify: boolean;
  readonly onVerify: (verify: boolean) => void;
  readonly disabled: boolean;
}

/** Why it is written, kept with the write, and whether it is read back. */
export function WriteOptions({ reason, onReason, verify, onVerify, disabled }: WriteOptionsProps) {
  return (
    <div className="write-options">
      <span className="label" aria-hidden="true">Reason</span>
      <TextField label="Reason" hiddenLabel value={reason} onChange={onReason} fill maxLength={1000} disabled={disabled} placeholder="Kept with the write" />
      <span className="label">After writing</span>
      <Switch label="Read back and compare" checked={verify} onChange={onVerify} disabled={disabled} />
    </div>
  );
}
