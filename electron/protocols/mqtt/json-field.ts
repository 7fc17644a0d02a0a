export type FieldPath = readonly (string | number)[];

/** A path such as `data.items[0].value`; null when it is none. Keys hold no dot and no bracket. */
export function parseFieldPath(text: string): FieldPath | null {
  const path: (string | number)[] = [];
  const part = /(?:^|\.)([^.[\]]+)|\[(\d{1,6})\]/y;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (found === null) return null;
    path.push(found[1] ?? Number(found[2]));
  }
  return path;
}

/** What is at the path; undefined where there is nothing. Own members only. */
export function fieldAt(json: unknown, path: FieldPath): unknown {
  let here = json;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Object.getOwnPropertyDescriptor(here, key)?.value;
  }
  return here;
}

/** JSON with a value (JSON text itself) at the path: `{"data":{"value":21.5}}`. */
export function jsonAround(path: FieldPath, valueJson: string): string {
  return path.reduceRight<string>((inner, key) => (typeof key === 'number' ? `[${'null,'.repeat(key)}${inner}]` : `{${JSON.stringify(key)}:${inner}}`), valueJson);
}
