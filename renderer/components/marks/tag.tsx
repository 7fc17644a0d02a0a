import type { ReactNode } from 'react';
import './marks.css';

/** A word in a frame: a protocol, `SIM` (dashed), `Forced` (uncertain), `Violated` (bad). */
export function Tag({ kind = 'plain', children }: { readonly kind?: 'plain' | 'sim' | 'uncertain' | 'bad'; readonly children: ReactNode }) {
  return <span className={`tag tag-${kind}`}>{children}</span>;
}
