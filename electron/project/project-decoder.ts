import { parseJson } from '../disk/parse-json';
import { decodeProjectFile, type DecodedFile } from './project-file';

/** Turns octets into a project that nobody has checked yet. Never rejects for their content. */
export interface ProjectDecoder {
  /** See {@link decodeProjectFile}. */
  file(octets: Buffer): Promise<DecodedFile>;
  /** See {@link parseJson}. */
  json(octets: Buffer): Promise<unknown>;
}

/** In the thread that calls: for small files, and for tests. */
export const projectDecoder: ProjectDecoder = Object.freeze({
  file: (octets: Buffer) => Promise.resolve(decodeProjectFile(octets)),
  json: (octets: Buffer) => Promise.resolve(parseJson(octets)),
});
