import type { ReactNode } from 'react';
import './note.css';

export interface EmptyStateProps {
  /** What would be here. */
  readonly title: string;
  readonly children?: ReactNode;
  /** The two or three ways to get it, with their keys. */
  readonly actions?: ReactNode;
}

export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children === undefined ? null : <div className="empty-text">{children}</div>}
      {actions === undefined ? null : <div className="empty-actions">{actions}</div>}
    </div>
  );
}
