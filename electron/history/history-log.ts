import type { DriverLog } from '../protocols/protocol';

/** The log of a history. SQLite's own words name files of this computer: they stand in the log file and nowhere else. */
export interface HistoryLog extends DriverLog {
  /** Tells in plain words what failed, and keeps the cause under an id. @returns the words, with the id to look for */
  failure(what: string, cause: unknown): string;
}
