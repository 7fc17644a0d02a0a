import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { classes } from '../classes';
import type { MenuItems } from '../menu/menu';
import { MenuButton } from '../menu/menu-button';
import { toolsWithoutRoom, type MeasuredTool } from './tools-without-room';
import './toolbar.css';

export interface Tool {
  readonly id: string;
  readonly tool: ReactNode;
  /** What stands for it in `More` where there is no room; a tool without it never moves, as primary and stop buttons. */
  readonly inMenu?: () => MenuItems;
  /** Moves only after all others that can. */
  readonly late?: boolean;
  /** Pixels that it can shrink to. */
  readonly least?: number;
}

export interface ToolbarProps {
  readonly label: string;
  readonly tools: readonly Tool[];
  /** These stand at the right end. */
  readonly endTools?: readonly Tool[];
  /** Items that are always in `More`. */
  readonly more?: () => MenuItems;
  readonly moreLabel?: string;
  readonly className?: string;
}

/** A bar of tools; the last quiet ones that find no room go into `More`. */
export function Toolbar({ label, tools, endTools = [], more, moreLabel = 'More', className = 'tools' }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const all = [...tools, ...endTools];
  const moreStands = more !== undefined;
  const latest = useRef(all);
  useLayoutEffect(() => {
    latest.current = all;
  });
  const ids = all.map(({ id }) => id).join(' ');

  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return undefined;
    const fit = (): void => {
      const next = measure(element, latest.current, moreStands);
      setGone((before) => (before.size === next.size && [...next].every((id) => before.has(id)) ? before : next));
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    for (const tool of element.querySelectorAll('[data-tool]')) observer.observe(tool);
    return () => observer.disconnect();
  }, [ids, moreStands]);

  const items = (): MenuItems => {
    const groups = [...all.filter(({ id }) => gone.has(id)).map(({ inMenu }) => inMenu?.() ?? []), more?.() ?? []].filter((group) => group.length > 0);
    return groups.flatMap((group, at) => (at === 0 ? group : [null, ...group]));
  };
  const draw = ({ id, tool, least }: Tool): ReactNode => (
    <span key={id} data-tool={id} data-away={gone.has(id) || undefined} className={classes('tool', least !== undefined && 'tool-shrinks')} style={least === undefined ? undefined : { minWidth: least }}>
      {tool}
    </span>
  );
  return (
    <div ref={bar} className={classes('toolbar', className)} role="toolbar" aria-label={label}>
      {tools.map(draw)}
      <span className="grow" />
      {endTools.map(draw)}
      <span data-tool-more="" data-away={(!moreStands && gone.size === 0) || undefined} className="tool">
        <MenuButton label={moreLabel} icon="more" iconOnly items={items} />
      </span>
    </div>
  );
}

function measure(bar: HTMLElement, tools: readonly Tool[], moreStands: boolean): ReadonlySet<string> {
  const { paddingLeft, paddingRight, columnGap } = getComputedStyle(bar);
  const gap = Number.parseFloat(columnGap) || 0;
  const widthOf = (selector: string): number => bar.querySelector<HTMLElement>(selector)?.offsetWidth ?? 0;
  const measured = tools.map(({ id, inMenu, late, least }): MeasuredTool => ({
    id,
    width: Math.min(least ?? Number.POSITIVE_INFINITY, widthOf(`[data-tool="${CSS.escape(id)}"]`)),
    leaves: inMenu === undefined ? 'stays' : late === true ? 'late' : 'quiet',
  }));
  // The space between the two ends is a child of its own, with a gap at each side.
  const room = bar.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - gap;
  return toolsWithoutRoom(measured, room, gap, widthOf('[data-tool-more]'), moreStands);
}
