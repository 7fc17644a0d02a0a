import type { MouseEvent, ReactNode, Ref } from 'react';
import { classes } from '../classes';
import { Icon, type IconName } from '../icon';
import { KeyHint } from '../key-hint';
import { useWhyOff } from './why-off';
import './button.css';

export interface ButtonProps {
  readonly children: ReactNode;
  /** One `primary` a pane; it says the act. */
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'stop';
  /** 32 px, in dialogs and guided steps. */
  readonly big?: boolean;
  readonly icon?: IconName;
  /** Key shown on the button, such as `Ctrl+Enter`; the key itself is a command's or the screen's. */
  readonly keys?: string | undefined;
  /** Given: the button is a toggle. */
  readonly pressed?: boolean;
  /** Given and not empty: the button is off and says why on focus. */
  readonly offReason?: string | undefined;
  /** Its name where the text alone would not tell which thing it is about. */
  readonly label?: string;
  readonly type?: 'button' | 'submit';
  readonly autoFocus?: boolean;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
}

export function Button({ children, variant = 'plain', big, icon, keys, pressed, offReason = '', label, type = 'button', autoFocus, className, ref, onClick }: ButtonProps) {
  const off = useWhyOff(offReason);
  return (
    <button
      ref={ref}
      type={type}
      className={classes('button', `button-${variant}`, big && 'button-big', pressed && 'button-on', className)}
      aria-label={label}
      aria-pressed={pressed}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog says where the focus starts
      autoFocus={autoFocus}
      {...off.props}
      onClick={off.isOff ? (event) => event.preventDefault() : onClick}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span className="button-text">{children}</span>
      {keys === undefined ? null : <KeyHint keys={keys} />}
      {off.tip}
    </button>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** Its name, also shown as a tip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly pressed?: boolean;
  readonly offReason?: string | undefined;
  readonly variant?: 'plain' | 'quiet';
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
}

export function IconButton({ icon, label, keys, pressed, offReason = '', variant = 'quiet', className, ref, onClick }: IconButtonProps) {
  const off = useWhyOff(offReason);
  return (
    <button
      ref={ref}
      type="button"
      className={classes('button', `button-${variant}`, 'button-icon', pressed && 'button-on', className)}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      aria-pressed={pressed}
      {...off.props}
      onClick={off.isOff ? (event) => event.preventDefault() : onClick}
    >
      <Icon name={icon} />
      {off.tip}
    </button>
  );
}
