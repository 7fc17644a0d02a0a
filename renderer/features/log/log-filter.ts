import type { LogEntry } from '../../../shared/contract/common';

export type LogLevel = 'all' | 'warning' | 'error';

/** Entries of at least a level whose source or text has every word of the filter. */
export function filterLog(entries: readonly LogEntry[], level: LogLevel, filter: string): readonly LogEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (level === 'error' && entry.level !== 'error') return false;
    if (level === 'warning' && entry.level === 'info') return false;
    if (words.length === 0) return true;
    const text = `${entry.source} ${entry.message} ${entry.errorId ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Entries as tab-separated lines for the clipboard: ISO time in UTC, level, source, text. */
export function logText(entries: readonly LogEntry[]): string {
  return entries.map((entry) => [new Date(entry.time / 1000).toISOString(), entry.level, entry.source, `${entry.message}${entry.errorId === null ? '' : ` (${entry.errorId})`}`].join('\t')).join('\n');
}

