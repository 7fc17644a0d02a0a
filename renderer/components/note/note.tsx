import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icon';
import './note.css';

export interface NoteProps {
  readonly kind: 'bad' | 'uncertain' | 'stale' | 'plain';
  /** How grave it is, before the title, where notes of several kinds stand together. */
  readonly word?: string;
  /** One line: what was found. */
  readonly title: string;
  /** Evidence: what was seen, and what that means. */
  readonly children?: ReactNode;
  /** The likeliest first, and that one primary. */
  readonly actions?: ReactNode;
  /** Read out when it appears. */
  readonly announce?: boolean;
}

const icons: Record<NoteProps['kind'], IconName | null> = { bad: 'q-bad', uncertain: 'q-unc', stale: 'q-stale', plain: null };

/** A diagnosis, recovery or warning: finding, evidence, then what to do. */
export function Note({ kind, word, title, children, actions, announce }: NoteProps) {
  const icon = icons[kind];
  return (
    <section className={`note note-${kind}`} role={announce === true ? 'status' : undefined}>
      <p className="note-title">
        {icon === null ? null : <Icon name={icon} size="s" />}
        {word === undefined ? null : <span className="note-word">{word}</span>}
        <span>{title}</span>
      </p>
      {children === undefined ? null : <div className="note-body">{children}</div>}
      {actions === undefined ? null : <div className="note-actions">{actions}</div>}
    </section>
  );
}
