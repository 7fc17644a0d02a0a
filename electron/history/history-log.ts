import type { DriverLog } from '../protocols/protocol';

/** The log of a history. SQLite's own words name files of this computer: they stand in the log file (`failure`) and nowhere else. */
export type HistoryLog = DriverLog;
