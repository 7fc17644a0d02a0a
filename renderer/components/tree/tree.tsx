import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { classes } from '../classes';
import { Icon, type IconName } from '../icon';
import './tree.css';

export interface TreeRow {
  readonly id: string;
  readonly level: number;
  readonly name: string;
  /** Behind the name, quieter; cut before the name is. */
  readonly description?: string;
  readonly icon?: IconName;
  /** At the right: the round trip or the trouble. */
  readonly mark?: ReactNode;
  /** Given: the row has children, and they are shown or not. */
  readonly expanded?: boolean | undefined;
  /** A heading of a group rather than a thing. */
  readonly group?: boolean;
  /** Wanted off: drawn lighter. */
  readonly off?: boolean;
}

export interface TreeProps {
  readonly label: string;
  /** The rows that show, in order: children of closed rows left out. */
  readonly rows: readonly TreeRow[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Enter or double click. */
  readonly onOpen?: (id: string) => void;
  readonly onToggle?: (id: string, expanded: boolean) => void;
  readonly onMenu?: (id: string, at: { readonly x: number; readonly y: number }) => void;
  /** The pointer came onto a row, or left the tree. */
  readonly onPoint?: (id: string | null) => void;
  /** Rows are chosen as the keyboard goes over them, for trees whose choosing only shows. */
  readonly selectsOnFocus?: boolean;
}

/** A tree by the ARIA pattern: one tab stop, arrows, Home and End, letters; left and right close and open. */
export function Tree({ label, rows, selected, onSelect, onOpen, onToggle, onMenu, onPoint, selectsOnFocus = false }: TreeProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const typed = useRef({ text: '', at: 0 });
  const stop = rows.some((row) => row.id === focused) ? focused : rows.some((row) => row.id === selected) ? selected : (rows[0]?.id ?? null);

  const focus = (row: TreeRow | undefined): void => {
    if (!row) return;
    setFocused(row.id);
    if (selectsOnFocus) onSelect(row.id);
    ref.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(row.id)}"]`)?.focus();
  };

  const find = (letter: string, from: number): TreeRow | undefined => {
    const now = performance.now();
    typed.current = { text: now - typed.current.at < 800 ? typed.current.text + letter : letter, at: now };
    const start = typed.current.text.length > 1 ? from : from + 1;
    const later = [...rows.slice(start), ...rows.slice(0, start)];
    return later.find((row) => row.name.toLowerCase().startsWith(typed.current.text.toLowerCase()));
  };

  const keys = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = rows.findIndex((row) => row.id === stop);
    const row = rows[at];
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowDown':
        focus(rows[at + 1]);
        break;
      case 'ArrowUp':
        focus(rows[at - 1]);
        break;
      case 'Home':
        focus(rows[0]);
        break;
      case 'End':
        focus(rows.at(-1));
        break;
      case 'ArrowRight':
        if (row.expanded === false) onToggle?.(row.id, true);
        else if (row.expanded === true) focus(rows[at + 1]);
        break;
      case 'ArrowLeft':
        if (row.expanded === true) onToggle?.(row.id, false);
        else focus(rows.slice(0, at).findLast((other) => other.level < row.level));
        break;
      case 'Enter':
        if (row.expanded !== undefined && row.group === true) onToggle?.(row.id, !row.expanded);
        onSelect(row.id);
        onOpen?.(row.id);
        break;
      case ' ':
        typed.current.at = 0;
        onSelect(row.id);
        break;
      case 'ContextMenu':
      case 'F10': {
        if (event.key === 'F10' && !event.shiftKey) return;
        const rect = document.activeElement?.getBoundingClientRect();
        if (rect) onMenu?.(row.id, { x: rect.left + 24, y: rect.bottom });
        break;
      }
      default:
        // Letters search; signs such as / belong to commands.
        if (!/^[\p{L}\p{N}]$/u.test(event.key)) return;
        focus(find(event.key, at));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const menu = (event: MouseEvent, row: TreeRow): void => {
    if (!onMenu) return;
    event.preventDefault();
    onMenu(row.id, { x: event.clientX, y: event.clientY });
  };

  return (
    <div ref={ref} role="tree" aria-label={label} className="tree" onKeyDown={keys} onPointerLeave={() => onPoint?.(null)}>
      {rows.map((row) => (
        <div
          key={row.id}
          role="treeitem"
          data-id={row.id}
          aria-level={row.level + 1}
          aria-expanded={row.expanded}
          aria-selected={row.id === selected}
          tabIndex={row.id === stop ? 0 : -1}
          className={classes('tree-row', `tree-level-${Math.min(row.level, 4)}`, row.group && 'tree-group', row.off && 'tree-off')}
          onFocus={() => setFocused(row.id)}
          onPointerEnter={() => onPoint?.(row.id)}
          onClick={() => {
            onSelect(row.id);
            if (row.group === true && row.expanded !== undefined) onToggle?.(row.id, !row.expanded);
          }}
          onDoubleClick={() => onOpen?.(row.id)}
          onContextMenu={(event) => menu(event, row)}
        >
          <span className="tree-chevron">{row.expanded === undefined ? null : <Icon name={row.expanded ? 'down' : 'right'} size="s" />}</span>
          {row.icon === undefined ? null : <Icon name={row.icon} />}
          <span className="tree-text">
            <b>{row.name}</b>
            {row.description === undefined || row.description === '' ? null : <span className="tree-description">{row.description}</span>}
          </span>
          {row.mark}
        </div>
      ))}
    </div>
  );
}
