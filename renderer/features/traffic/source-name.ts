import type { FrameSourceKind } from '../../../shared/contract/frames';

/** What a source of frames is called where sources of all kinds stand together. */
export function sourceName(kind: FrameSourceKind, name: string): string {
  if (kind === 'line') return name;
  return kind === 'simulator' ? `Simulator ${name}` : `Connection test, ${name}`;
}
