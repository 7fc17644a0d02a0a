import { createHash } from 'node:crypto';
import { z } from 'zod';
import { microsSchema } from '../../shared/domain/time';
import { parseJson } from '../disk/parse-json';
import { isRecord } from './migrations';
import { joinPieces, projectPieces } from './project-pieces';
import type { Project } from '../../shared/domain/project';
import type { Micros } from '../../shared/domain/time';

/**
 * The text of a project file: one JSON object whose first members say what it is, so that a list needs to read its
 * beginning only, and whose last one is the SHA-256 of every octet before it, so that a cut or a changed file is known.
 */
const FORMAT = 'thermacore-project';
const PROJECT_KEY = ',"project":';
const CHECKSUM_KEY = ',"checksum":"';
/** Of the text, at once: a fraction of a millisecond to make. */
const PIECE_CHARACTERS = 16 * 1024;
const TAIL_LENGTH = CHECKSUM_KEY.length + 64 + '"}\n'.length;

/** The header is within these first octets: two names of 200 characters take 2.4 kB at most, escaped. */
export const HEADER_OCTETS = 4096;

const headerSchema = z.object({
  format: z.literal(FORMAT),
  savedAt: microsSchema,
  /** Name of a kept version; empty for the project file itself. */
  label: z.string(),
  name: z.string(),
  devices: z.number().int(),
});
export type ProjectFileHeader = Omit<z.infer<typeof headerSchema>, 'format'>;

/** What lowdb holds: the project with what its file says about it. */
export interface StoredProject {
  readonly project: Project;
  readonly savedAt: Micros;
  readonly label: string;
}

/** The file's text in pieces; see {@link projectPieces}. */
export function* encodeProjectFile({ project, savedAt, label }: StoredProject): Generator<string> {
  const hash = createHash('sha256');
  const header = { format: FORMAT, savedAt, label, name: project.name, devices: project.devices.length };
  for (const piece of joinPieces(withHeader(JSON.stringify(header).slice(0, -1), project), PIECE_CHARACTERS)) {
    hash.update(piece);
    yield piece;
  }
  yield `${CHECKSUM_KEY}${hash.digest('hex')}"}\n`;
}

function* withHeader(header: string, project: Project): Generator<string> {
  yield `${header}${PROJECT_KEY}`;
  yield* projectPieces(project);
}

/** Reads a file's octets; never throws for their content. `content` is not yet migrated or checked by the schema. */
export interface DecodedFile {
  /** Null when the file is whole. */
  readonly problem: string | null;
  readonly savedAt: Micros | null;
  /** What is at the project's place, also where the file is not whole; undefined when there is nothing. */
  readonly content: unknown;
}

/** See {@link DecodedFile}. */
export function decodeProjectFile(octets: Buffer): DecodedFile {
  const parsed = parseJson(octets);
  const content = isRecord(parsed) ? parsed['project'] : undefined;
  const problem = checkWhole(octets);
  if (problem !== null) return { problem, savedAt: null, content };
  const header = headerSchema.safeParse(parsed);
  if (!header.success) return { problem: 'it does not begin as a project file does', savedAt: null, content };
  return { problem: null, savedAt: header.data.savedAt, content };
}

/** What is wrong with the file as a whole, by its length and checksum; null when nothing is. Parses nothing. */
export function checkWhole(octets: Buffer): string | null {
  if (octets.length === 0) return 'it is empty';
  const tail = octets.subarray(Math.max(0, octets.length - TAIL_LENGTH)).toString('latin1');
  if (!tail.startsWith(CHECKSUM_KEY) || !tail.endsWith('"}\n')) return `it ends in the middle, after ${octets.length} octets`;
  const expected = tail.slice(CHECKSUM_KEY.length, CHECKSUM_KEY.length + 64);
  const found = createHash('sha256').update(octets.subarray(0, octets.length - TAIL_LENGTH)).digest('hex');
  return found === expected ? null : 'its content does not match its checksum';
}

/** The header alone, from the file's first octets; null when they are not those of a project file. */
export function decodeHeader(octets: Buffer): ProjectFileHeader | null {
  const text = octets.subarray(0, HEADER_OCTETS).toString('utf8');
  const end = text.indexOf(PROJECT_KEY);
  if (end < 0) return null;
  const header = headerSchema.safeParse(parseJson(Buffer.from(`${text.slice(0, end)}}`)));
  return header.success ? header.data : null;
}
