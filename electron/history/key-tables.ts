import { z } from 'zod';
import { qualityLevelSchema } from '../../shared/domain/quality';
import type { Quality } from '../../shared/domain/quality';
import type { HistoryFile } from './history-file';

const pointRow = z.tuple([z.number(), z.string(), z.number()]);
const qualityRow = z.tuple([z.number(), qualityLevelSchema, z.string(), z.string()]);
const flagsSchema = z.array(z.string());

const UNKNOWN: Quality = { level: 'uncertain', reason: 'Quality unknown', flags: [] };

/** The file's points and qualities by their keys, in memory and on the disk alike. */
export class KeyTables {
  readonly #file: HistoryFile;
  readonly #points = new Map<string, number>();
  readonly #qualities = new Map<number, Quality>();
  readonly #qualityKeys = new Map<string, number>();
  /** The journal row up to which a point's samples are in chunks, for what was there at the start. */
  readonly chunkedSeq = new Map<number, number>();

  constructor(file: HistoryFile) {
    this.#file = file;
    for (const row of file.rows('SELECT key, id, chunked_seq FROM point')) {
      const [key, id, seq] = pointRow.parse(row);
      this.#points.set(id, key);
      this.chunkedSeq.set(key, seq);
    }
    for (const row of file.rows('SELECT key, level, reason, flags FROM quality')) {
      const [key, level, reason, flags] = qualityRow.parse(row);
      this.#keep(key, { level, reason, flags: flagsSchema.parse(JSON.parse(flags)) });
    }
  }

  /** The quality of a key; one that says so where the key is not known. */
  readonly quality = (key: number): Quality => this.#qualities.get(key) ?? UNKNOWN;

  findPoint(id: string): number | null {
    return this.#points.get(id) ?? null;
  }

  /** Inside a transaction. `undo` is to be called when that fails. */
  addPoint(id: string, undo: (() => void)[]): number {
    const known = this.#points.get(id);
    if (known !== undefined) return known;
    const key = this.#file.run('INSERT INTO point (id) VALUES (?)', id).lastId;
    this.#points.set(id, key);
    undo.push(() => this.#points.delete(id));
    return key;
  }

  addQuality(quality: Quality, undo: (() => void)[]): number {
    const text = textOf(quality);
    const known = this.#qualityKeys.get(text);
    if (known !== undefined) return known;
    const key = this.#file.run('INSERT INTO quality (level, reason, flags) VALUES (?, ?, ?)', quality.level, quality.reason, JSON.stringify(quality.flags)).lastId;
    this.#keep(key, quality);
    undo.push(() => {
      this.#qualities.delete(key);
      this.#qualityKeys.delete(text);
    });
    return key;
  }

  #keep(key: number, quality: Quality): void {
    this.#qualities.set(key, quality);
    this.#qualityKeys.set(textOf(quality), key);
  }
}

function textOf({ level, reason, flags }: Quality): string {
  return JSON.stringify([level, reason, flags]);
}
