import { Button } from '../button/button';
import './note.css';

export interface ProgressProps {
  readonly title: string;
  /** What is being done now, with done of total and time left. */
  readonly text: string;
  /** 0 to 1; null while it is not known. */
  readonly share: number | null;
  readonly onCancel?: () => void;
  /** The key that cancels it, where one does. */
  readonly keys?: string;
}

export function Progress({ title, text, share, onCancel, keys }: ProgressProps) {
  return (
    <div className="progress">
      <div className="progress-line">
        <span className="strong grow">{title}</span>
        <span className="sec">{text}</span>
        {onCancel === undefined ? null : (
          <Button icon="close" keys={keys} onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <div className="progress-bar" role="progressbar" aria-label={title} aria-valuemin={0} aria-valuemax={100} {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}>
        <div style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
    </div>
  );
}
