import { useCallback, useRef, useState, type ReactNode } from 'react';
import { classes } from '../classes';
import { Icon, type IconName } from '../icon';
import { Menu, type MenuItems } from './menu';

export interface MenuButtonProps {
  /** Its name; shown unless there is an icon alone. */
  readonly label: string;
  /** Drawn in place of the label. */
  readonly children?: ReactNode;
  readonly icon?: IconName;
  readonly iconOnly?: boolean;
  readonly className?: string;
  /** Built when it opens. */
  readonly items: () => MenuItems;
}

/** A button that opens a menu below itself. */
export function MenuButton({ label, children, icon, iconOnly = false, className, items }: MenuButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<MenuItems | null>(null);
  const close = useCallback(() => setOpen(null), []);
  return (
    <>
      <button
        ref={ref}
        type="button"
        className={className ?? classes('button', iconOnly ? 'button-quiet button-icon' : 'button-plain')}
        aria-haspopup="menu"
        aria-expanded={open !== null}
        aria-label={iconOnly || children !== undefined ? label : undefined}
        title={iconOnly ? label : undefined}
        onClick={() => setOpen(open === null ? items() : null)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(items());
        }}
      >
        {icon === undefined ? null : <Icon name={icon} />}
        {iconOnly ? null : (children ?? label)}
      </button>
      {open !== null && ref.current ? <Menu label={label} items={open} at={ref.current} onClose={close} /> : null}
    </>
  );
}
