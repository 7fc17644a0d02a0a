import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { ProcedureError } from '../../../shared/contract/answer';
import type { LogEntry } from '../../../shared/contract/common';
import { plainFileTrouble } from '../../disk/file-system';
import type { HistoryLog } from '../../history/history-log';
import type { Clock } from '../../protocols/protocol';
import { LogRing } from './log-ring';

const MOST_LENGTH = 2000;

/** One tenant's log: kept in a ring for the screens, and written as JSON lines for the operator. */
export class TenantLog {
  private readonly ring = new LogRing();
  private readonly listeners = new Set<(entry: LogEntry) => void>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Told of every entry. @returns the end of it */
  onEntry(listener: (entry: LogEntry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Writes one entry. `source` is what it concerns, for people: a device's label, `Project`. */
  write(level: LogEntry['level'], source: string, message: string, about: { deviceId?: string | null; errorId?: string | null; cause?: unknown } = {}): void {
    const text = message.length > MOST_LENGTH ? `${message.slice(0, MOST_LENGTH)}...` : message;
    const { deviceId = null, errorId = null, cause } = about;
    const entry = this.ring.add({ time: this.clock.nowMicros(), level, source, message: text, deviceId, errorId });
    this.logger[level === 'warning' ? 'warn' : level]({ source, deviceId, errorId, ...(cause === undefined ? {} : { err: cause }) }, text);
    for (const listener of this.listeners) listener(entry);
  }

  /**
   * Tells an error in plain words, and writes its cause into the log file alone: an unknown one is in words of the system,
   * with paths of this computer. @returns the id under which it stands there
   */
  failure(source: string, what: string, cause: unknown, deviceId: string | null = null): string {
    const reason = cause instanceof ProcedureError ? cause.message.replace(/\.$/, '') : plainFileTrouble(cause);
    return this.tell(source, `${what}${reason === null ? '' : `: ${reason}`}.`, cause, deviceId).errorId;
  }

  recent(limit: number, deviceId: string | null = null): LogEntry[] {
    return this.ring.recent(limit, deviceId);
  }

  /** The log as a service or a driver sees it. */
  of(source: string, deviceId: string | null = null): HistoryLog {
    return {
      info: (message) => this.write('info', source, message, { deviceId }),
      warn: (message) => this.write('warning', source, message, { deviceId }),
      error: (message) => this.write('error', source, message, { deviceId }),
      failure: (what, cause) => this.tell(source, what, cause, deviceId).words,
    };
  }

  private tell(source: string, what: string, cause: unknown, deviceId: string | null): { errorId: string; words: string } {
    const errorId = newErrorId();
    const words = `${what} The log file has the cause under ${errorId}.`;
    this.write('error', source, words, { deviceId, errorId, cause });
    return { errorId, words };
  }
}

/** Identifies a trouble in the log: short enough to be read out over the telephone. */
export function newErrorId(): string {
  return `E-${randomBytes(4).toString('hex').toUpperCase()}`;
}
