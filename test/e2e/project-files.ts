import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The one project file below a data folder. */
export async function projectFile(dataDir: string): Promise<string> {
  const files = (await readdir(dataDir, { recursive: true })).filter((path) => /projects[/\\][^/\\]+[/\\]project\.json$/.test(path));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`There should be one project in ${dataDir}: ${files.join(', ') || 'none'}`);
  return join(dataDir, file);
}

const CHECKSUM = ',"checksum":"';

/** A project file as a newer product would write it: another schema, its checksum right. */
export function asWrittenByNewer(text: string, version: number): string {
  const body = text.slice(0, text.lastIndexOf(CHECKSUM)).replace(/"schemaVersion":\d+/, `"schemaVersion":${version}`);
  return `${body}${CHECKSUM}${createHash('sha256').update(body).digest('hex')}"}\n`;
}
