import { useEffect } from 'react';
import { Button, IconButton } from '../button/button';
import './note.css';

export interface ToastProps {
  readonly text: string;
  readonly actionLabel: string;
  readonly actionKeys?: string | undefined;
  readonly onAction: () => void;
  readonly onClose: () => void;
}

/** Only for what can be undone; one at a time, 8 s. */
export function Toast({ text, actionLabel, actionKeys, onAction, onClose }: ToastProps) {
  useEffect(() => {
    const timer = setTimeout(onClose, 8000);
    return () => clearTimeout(timer);
  }, [text, onClose]);
  return (
    <div className="toast" role="status">
      <span className="grow">{text}</span>
      <Button
        icon="undo"
        keys={actionKeys}
        onClick={() => {
          onAction();
          onClose();
        }}
      >
        {actionLabel}
      </Button>
      <IconButton icon="close" label="Close" onClick={onClose} />
    </div>
  );
}
