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
  /** Left and right go to the menus beside it. */
  readonly inBar?: boolean;
  /** Built when it opens. */
  readonly items: () => MenuItems;
}

/** A button that opens a menu below itself. */
export function MenuButton({ label, children, icon, iconOnly = false, className, inBar = false, items }: MenuButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<{ readonly items: MenuItems; readonly at: Element } | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const aside = (step: 1 | -1): void => {
    const bar = [...(ref.current?.parentElement?.querySelectorAll<HTMLElement>('[aria-haspopup="menu"]') ?? [])];
    const next = bar[(bar.findIndex((button) => button === ref.current) + step + bar.length) % bar.length];
    setOpen(null);
    next?.focus();
    next?.click();
  };
  return (
    <>
      <button
        ref={ref}
        type="button"
        className={className ?? classes('button', iconOnly ? 'button-quiet button-icon' : 'button-plain')}
        aria-haspopup="menu"
        aria-expanded={open !== null}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly || children !== undefined ? label : undefined}
        onClick={(event) => setOpen(open === null ? { items: items(), at: event.currentTarget } : null)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen({ items: items(), at: event.currentTarget });
        }}
      >
        {icon === undefined ? null : <Icon name={icon} />}
        {iconOnly ? null : (children ?? label)}
      </button>
      {open !== null ? <Menu label={label} items={open.items} at={open.at} onClose={close} {...(inBar ? { onAside: aside } : {})} /> : null}
    </>
  );
}
