import type { z } from 'zod';

/** Each bad field of an input by its path, such as `registers.2.address`. */
export type FieldErrors = readonly { readonly path: string; readonly message: string }[];

const MOST_FIELDS = 200;
const MOST_OCTETS = 300;

/** The issues of a schema as they cross a boundary, at most 200 of them. A union names what each of its branches found. */
export function fieldErrors(error: z.core.$ZodError): FieldErrors {
  const found = new Map<string, { path: string; message: string }>();
  collect(error.issues, [], found);
  return [...found.values()].slice(0, MOST_FIELDS);
}

function collect(issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[], found: Map<string, { path: string; message: string }>): void {
  for (const issue of issues) {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add(found, [...path, key], 'is not known here');
    } else {
      add(found, path, issue.message);
    }
  }
}

function add(found: Map<string, { path: string; message: string }>, path: readonly PropertyKey[], message: string): void {
  const text = path.map(String).join('.').slice(0, MOST_OCTETS);
  found.set(`${text} ${message}`, { path: text, message: message.slice(0, MOST_OCTETS) });
}
