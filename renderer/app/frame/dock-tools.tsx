import { createContext, use, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** The place at the right end of the dock's tabs for the tools of the panel that shows; undefined where there is none, null until it is there. */
export const DockToolsContext = createContext<HTMLElement | null | undefined>(undefined);

/** Shows the tools of a panel beside the dock's tabs, so that the panel keeps its height; elsewhere where they stand. */
export function DockTools({ children }: { readonly children: (beside: boolean) => ReactNode }): ReactElement | null {
  const place = use(DockToolsContext);
  if (place === undefined) return <>{children(false)}</>;
  return place === null ? null : <>{createPortal(children(true), place)}</>;
}
