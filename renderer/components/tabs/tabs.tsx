import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { classes } from '../classes';
import { Icon, type IconName } from '../icon';
import './tabs.css';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** A dot behind the label: something in it is not applied yet. */
  readonly unsaved?: boolean | undefined;
  /** A count or a word behind the label. */
  readonly badge?: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly items: readonly TabItem[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** Given: tabs can be closed (middle click, Delete, the cross on the selected one). */
  readonly onClose?: (id: string) => void;
  /** `low`: 28 px, for the lower dock and inside panes. */
  readonly size?: 'normal' | 'low';
  /** What stands at the right end. */
  readonly end?: ReactNode;
  /** Id of the panel that the tabs choose. */
  readonly panelId?: string;
}

/** Tabs: one tab stop, arrows move and choose. */
export function Tabs({ label, items, selected, onSelect, onClose, size = 'normal', end, panelId }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  // Where tabs have no room, the chosen one is in sight.
  useEffect(() => {
    // In braces: newer Chromium answers a promise, which must not be taken for the effect's end.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  const keys = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = items.findIndex((item) => item.id === selected);
    const last = items.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (event.key === 'Delete' && onClose) {
      event.preventDefault();
      onClose(selected);
      return;
    }
    if (next === undefined) return;
    const item = items[next];
    if (!item) return;
    event.preventDefault();
    onSelect(item.id);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div className={classes('tabs', size === 'low' && 'tabs-low')}>
      <div ref={list} className="tabs-list" role="tablist" aria-label={label} onKeyDown={keys}>
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            className="tab"
            aria-selected={item.id === selected}
            aria-controls={item.id === selected ? panelId : undefined}
            tabIndex={item.id === selected ? 0 : -1}
            onClick={() => onSelect(item.id)}
            onAuxClick={(event) => (event.button === 1 ? onClose?.(item.id) : undefined)}
          >
            {item.icon === undefined ? null : <Icon name={item.icon} />}
            <span>{item.label}</span>
            {item.badge === undefined ? null : <span className="tab-badge">{item.badge}</span>}
            {item.unsaved === true ? <span className="tab-dot" role="img" aria-label="not applied" /> : null}
          </button>
        ))}
      </div>
      <span className="grow" />
      {end === undefined ? null : <div className="tabs-end">{end}</div>}
    </div>
  );
}
