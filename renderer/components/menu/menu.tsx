import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { classes } from '../classes';
import { Icon, type IconName } from '../icon';
import { KeyHint } from '../key-hint';
import { placeNear } from '../place-near';
import './menu.css';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly keys?: string | undefined;
  /** Given: a tick stands before it while true. */
  readonly checked?: boolean | undefined;
  /** Not empty: the item is off and says why. */
  readonly offReason?: string | undefined;
  readonly onSelect: () => void;
}

/** Items, and `null` for a line between groups. */
export type MenuItems = readonly (MenuItem | null)[];

export interface MenuProps {
  readonly label: string;
  readonly items: MenuItems;
  /** An element to hang below, or a place in the window (of a right click). */
  readonly at: Element | { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  /** Left and right, for a menu bar. */
  readonly onAside?: (step: 1 | -1) => void;
}

/** A list of commands over the window: arrows, Home, End, first letter, Enter; Esc gives the focus back. */
export function Menu({ label, items, at, onClose, onAside }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  const before = useRef(document.activeElement);

  useLayoutEffect(() => {
    if (!ref.current) return;
    placeNear(ref.current, at, 'below');
    ref.current.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  }, [at]);

  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (!(event.target instanceof Node) || ref.current?.contains(event.target)) return;
      if (at instanceof Element && at.contains(event.target)) return;
      onClose();
    };
    addEventListener('pointerdown', outside, true);
    addEventListener('blur', onClose);
    addEventListener('resize', onClose);
    return () => {
      removeEventListener('pointerdown', outside, true);
      removeEventListener('blur', onClose);
      removeEventListener('resize', onClose);
    };
  }, [at, onClose]);

  const giveBack = (): void => {
    if (before.current instanceof HTMLElement) before.current.focus();
  };

  const keys = (event: KeyboardEvent<HTMLDivElement>): void => {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    const now = rows.findIndex((row) => row === document.activeElement);
    const go = (to: number): void => rows[(to + rows.length) % rows.length]?.focus();
    event.stopPropagation();
    switch (event.key) {
      case 'ArrowDown':
        go(now + 1);
        break;
      case 'ArrowUp':
        go(now - 1);
        break;
      case 'Home':
        go(0);
        break;
      case 'End':
        go(rows.length - 1);
        break;
      case 'ArrowRight':
        onAside?.(1);
        break;
      case 'ArrowLeft':
        onAside?.(-1);
        break;
      case 'Escape':
      case 'Tab':
        giveBack();
        onClose();
        break;
      default: {
        if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.key === ' ') return;
        const later = [...rows.slice(now + 1), ...rows.slice(0, now + 1)];
        later.find((row) => row.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
      }
    }
    event.preventDefault();
  };

  const choose = (item: MenuItem): void => {
    if (item.offReason !== undefined && item.offReason !== '') return;
    giveBack();
    onClose();
    item.onSelect();
  };

  const anyMark = items.some((item) => item !== null && (item.icon !== undefined || item.checked !== undefined));
  return createPortal(
    <div ref={ref} role="menu" aria-label={label} className="menu" onKeyDown={keys}>
      {items.map((item, at) =>
        item === null ? (
          // oxlint-disable-next-line react/no-array-index-key -- lines have no other identity
          <hr key={`line-${at}`} className="menu-line" />
        ) : (
          <button
            key={item.id}
            type="button"
            role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
            aria-checked={item.checked}
            aria-disabled={item.offReason !== undefined && item.offReason !== ''}
            title={item.offReason}
            tabIndex={-1}
            className="menu-item"
            onPointerMove={(event) => event.currentTarget.focus()}
            onClick={() => choose(item)}
          >
            <span className={classes('menu-mark', !anyMark && 'menu-mark-none')}>
              {item.checked === true ? <Icon name="check" /> : item.icon === undefined ? null : <Icon name={item.icon} />}
            </span>
            <span className="grow">{item.label}</span>
            {item.keys === undefined ? null : <KeyHint keys={item.keys} />}
          </button>
        ),
      )}
    </div>,
    document.body,
  );
}
