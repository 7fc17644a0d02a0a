import { useEffect } from 'react';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from '../button/button';
import { keepFocusAfterClosing } from './focus-after-closing';
import './dialog.css';

export interface DialogProps {
  readonly title: ReactNode;
  /** Behind the title, quieter. */
  readonly subtitle?: ReactNode;
  readonly children: ReactNode;
  /** Left to right; the act last. */
  readonly footer?: ReactNode;
  /** 640 px unless told otherwise. */
  readonly width?: number;
  readonly onClose: () => void;
  /** Ctrl+Enter, and Enter in a field where `enterSubmits` says so. */
  readonly onSubmit?: () => void;
  /** Enter in a text field does the act. Off for anything that a device would feel. */
  readonly enterSubmits?: boolean;
  /** For a decision that may not be dismissed by a click beside it. */
  readonly dismissable?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
}

/**
 * Over the work area only: title bar and status bar stay readable. Traps the focus, gives it back, closes on Esc.
 * Render it while it is open.
 */
export function Dialog({ title, subtitle, children, footer, width = 640, onClose, onSubmit, enterSubmits = false, dismissable = true, role = 'dialog' }: DialogProps) {
  useEffect(() => keepFocusAfterClosing, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (enterSubmits) onSubmit?.();
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !event.ctrlKey || !onSubmit) return;
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <ModalOverlay isOpen onOpenChange={(open) => (open ? undefined : onClose())} isDismissable={dismissable} className="dialog-scrim">
      <Modal className="dialog" style={{ width }}>
        <AriaDialog role={role} className="dialog-frame">
          <form className="dialog-form" noValidate onSubmit={submit} onKeyDown={keys}>
            <header className="dialog-head">
              <Heading slot="title" className="dialog-title">
                {title}
              </Heading>
              <span className="dialog-subtitle grow ell">{subtitle}</span>
              <IconButton icon="close" label="Close" keys="Esc" onClick={onClose} />
            </header>
            <div className="dialog-body">{children}</div>
            {footer === undefined ? null : <footer className="dialog-foot">{footer}</footer>}
          </form>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
