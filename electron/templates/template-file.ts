import type { z } from 'zod';
import { TEMPLATE_FORMAT, TEMPLATE_SCHEMA_VERSION, templateSchema, type Template } from '../../shared/domain/template';
import { parseJson } from '../disk/parse-json';

/** A template of 10,000 points with long descriptions is smaller. */
export const MOST_TEMPLATE_OCTETS = 16 * 1024 * 1024;

export type ReadTemplate = { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly message: string };

/** Reads a template file; what is wrong with one that can't be read, in plain words with its place. */
export function readTemplate(octets: Uint8Array): ReadTemplate {
  if (octets.length > MOST_TEMPLATE_OCTETS) return { ok: false, message: `the file has ${Math.ceil(octets.length / 1_048_576)} MiB; a template has ${MOST_TEMPLATE_OCTETS / 1_048_576} MiB at most` };
  const parsed = parseJson(Buffer.from(octets));
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== TEMPLATE_FORMAT) return { ok: false, message: 'the file is no device template' };
  if ('schemaVersion' in parsed && typeof parsed.schemaVersion === 'number' && parsed.schemaVersion > TEMPLATE_SCHEMA_VERSION) {
    return { ok: false, message: `the file is of version ${parsed.schemaVersion}, this version of the product reads up to ${TEMPLATE_SCHEMA_VERSION}. Install a newer version` };
  }
  const template = templateSchema.safeParse(parsed);
  return template.success ? { ok: true, template: template.data } : { ok: false, message: wordsOf(template.error) };
}

/** The file of a template: a point a line, so that a difference between two versions can be read. */
export function writeTemplate(template: Template): string {
  const { points, ...head } = template;
  const lines = points.map((point) => `    ${JSON.stringify(point)}`).join(',\n');
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "points": [\n${lines}\n  ]\n}\n`;
}

const MOST_ISSUES = 5;

function wordsOf(error: z.ZodError): string {
  const issues = error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`));
  const more = error.issues.length - issues.length;
  return `${issues.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
