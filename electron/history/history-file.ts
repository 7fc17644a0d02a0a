import { existsSync, renameSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';

/** Raised with every change of the tables. */
const SCHEMA_VERSION = 1;

/** Marks the file as ours: `TCWH`. */
const APPLICATION_ID = 0x5443_5748;

const TABLES = `
CREATE TABLE session (id INTEGER PRIMARY KEY, opened INTEGER NOT NULL, closed INTEGER);
CREATE TABLE point (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, chunked_seq INTEGER NOT NULL DEFAULT 0);
CREATE TABLE quality (key INTEGER PRIMARY KEY, level TEXT NOT NULL, reason TEXT NOT NULL, flags TEXT NOT NULL, UNIQUE (level, reason, flags));
CREATE TABLE journal (seq INTEGER PRIMARY KEY, last INTEGER NOT NULL, samples BLOB NOT NULL, texts TEXT NOT NULL);
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY, point INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, kind INTEGER NOT NULL,
  drawable INTEGER NOT NULL, min REAL, max REAL, sum REAL, gaps TEXT NOT NULL, summary BLOB
);
CREATE TABLE chunk_samples (
  chunk INTEGER PRIMARY KEY, time_format INTEGER NOT NULL, quality INTEGER,
  times BLOB NOT NULL, cells BLOB NOT NULL, qualities BLOB, source_times BLOB, texts TEXT
);
CREATE INDEX chunk_of_point ON chunk (point, last, first, count);
CREATE INDEX chunk_by_age ON chunk (last);
`;

export type Cell = number | bigint | string | Uint8Array | null;

/** An error whose message is for people. */
export class HistoryFileError extends Error {
  override readonly name = 'HistoryFileError';
}

const codeSchema = z.object({ code: z.string() });

/** SQLite's name of an error, `SQLITE_FULL`; empty for others. */
export function sqliteCode(error: unknown): string {
  const parsed = codeSchema.safeParse(error);
  return parsed.success ? parsed.data.code : '';
}

/** True for errors that say that the file itself is damaged. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error));
}

/** The SQLite file of one project's history: its tables, transactions and statements. Used by one thread. */
export class HistoryFile {
  readonly #path: string;
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  private constructor(path: string, db: Database.Database) {
    this.#path = path;
    this.#db = db;
  }

  /** Opens the file, or makes it. Throws a {@link HistoryFileError} for one of a newer version, and SQLite's errors. */
  static open(path: string): HistoryFile {
    const db = new Database(path);
    const file = new HistoryFile(path, db);
    try {
      file.#prepare();
      return file;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #prepare(): void {
    const version = this.#pragma('user_version');
    if (version > SCHEMA_VERSION) {
      throw new HistoryFileError(`The history was written by a newer version of the product (format ${String(version)}, this one knows ${String(SCHEMA_VERSION)}). It is left as it is, and nothing is recorded. Open the project with the newer version.`);
    }
    if (version === 0) {
      this.#db.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;');
    }
    // Every commit is on the disk when it returns: what was acknowledged outlives a power cut too.
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864;');
    if (version === 0) {
      this.transaction(() => {
        this.#db.exec(TABLES);
        this.#db.exec(`PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(SCHEMA_VERSION)};`);
      });
    } else if (this.#pragma('application_id') !== APPLICATION_ID) {
      throw new HistoryFileError(`${basename(this.#path)} is a database, but not a history. It is left as it is, and nothing is recorded.`);
    }
  }

  #pragma(name: 'user_version' | 'application_id'): number {
    return z.number().parse(this.rows(`PRAGMA ${name}`)[0]?.[0]);
  }

  /** Rows as lists of cells. Statements are prepared once; `sql` must be one of few texts. */
  rows(sql: string, ...cells: readonly Cell[]): readonly (readonly unknown[])[] {
    return rowsSchema.parse(this.#statement(sql).raw().all(...cells));
  }

  run(sql: string, ...cells: readonly Cell[]): { changes: number; lastId: number } {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...cells);
    return { changes, lastId: Number(lastInsertRowid) };
  }

  /** All or nothing. Not to be nested. */
  transaction<T>(action: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = action();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#db.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full.
      }
      throw error;
    }
  }

  /** Gives pages of deleted rows back to the disk, a few at a time. */
  shrink(): void {
    this.#db.exec('PRAGMA incremental_vacuum(500)');
  }

  /** Octets on the disk, the write-ahead log included. */
  get octets(): number {
    return [this.#path, `${this.#path}-wal`].reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  /** Brings the write-ahead log into the file. */
  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

const rowsSchema = z.array(z.array(z.unknown()));

/** Renames a damaged file and what belongs to it, and returns its new name. Nothing is deleted. */
export function setAside(path: string, nowMillis: number): string {
  const stamp = new Date(nowMillis).toISOString().replaceAll(':', '-').replace('.', '-');
  const aside = path.replace(/\.db$/, '') + `-damaged-${stamp}.db`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
