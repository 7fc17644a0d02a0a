import { pointSchema, type Point } from '../../../shared/domain/point';

/** Columns whose text can be searched. */
export const REPLACE_FIELDS = [
  { field: 'name', label: 'Name' },
  { field: 'description', label: 'Description' },
  { field: 'unit', label: 'Unit' },
  { field: 'sensorType', label: 'Sensor type' },
  { field: 'tags', label: 'Tags' },
] as const;
export type ReplaceField = (typeof REPLACE_FIELDS)[number]['field'];

export interface ReplaceRequest {
  readonly find: string;
  readonly replace: string;
  readonly fields: readonly ReplaceField[];
  /** The text to find is a regular expression, `$1` in the new text what its first group found. */
  readonly regular: boolean;
  readonly matchCase: boolean;
  /** Only where it is the whole text of the cell. */
  readonly whole: boolean;
}

export interface Replacement {
  readonly point: Point;
  readonly before: Point;
  readonly changes: readonly { readonly label: string; readonly before: string; readonly after: string }[];
  /** Why the new text can't be; empty when it can. */
  readonly problem: string;
}

export type Replaced = { readonly ok: true; readonly replacements: readonly Replacement[] } | { readonly ok: false; readonly problem: string };

/** What a replacement would change, point by point. Changes nothing. */
export function replaceText(points: readonly Point[], request: ReplaceRequest): Replaced {
  if (request.find === '') return { ok: false, problem: 'Type what to find.' };
  if (request.fields.length === 0) return { ok: false, problem: 'Choose a column.' };
  const pattern = patternOf(request);
  if (typeof pattern === 'string') return { ok: false, problem: pattern };
  const apply = (text: string): string => (request.regular ? text.replace(pattern, request.replace) : text.replace(pattern, () => request.replace));
  return { ok: true, replacements: points.flatMap((before) => replacement(before, request.fields, apply)) };
}

function replacement(before: Point, fields: readonly ReplaceField[], apply: (text: string) => string): Replacement[] {
  const changes: { label: string; before: string; after: string }[] = [];
  const point: Point = { ...before };
  for (const { field, label } of REPLACE_FIELDS) {
    if (!fields.includes(field)) continue;
    const old = field === 'tags' ? before.tags.join('; ') : before[field];
    if (field === 'tags') point.tags = [...new Set(before.tags.map(apply).filter((tag) => tag !== ''))];
    else point[field] = apply(before[field]);
    const now = field === 'tags' ? point.tags.join('; ') : point[field];
    if (old !== now) changes.push({ label, before: old, after: now });
  }
  if (changes.length === 0) return [];
  const checked = pointSchema.safeParse(point);
  const issue = checked.success ? undefined : checked.error.issues[0];
  return [{ point, before, changes, problem: issue === undefined ? '' : `${issue.path.join(' ')}: ${issue.message}` }];
}

/** A global pattern, or what is wrong with it in plain words. */
function patternOf({ find, regular, matchCase, whole }: ReplaceRequest): RegExp | string {
  const source = regular ? find : find.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  const trouble = regular ? slowness(find) : null;
  if (trouble !== null) return trouble;
  try {
    return new RegExp(whole ? `^(?:${source})$` : source, matchCase ? 'gu' : 'giu');
  } catch (cause) {
    return `This is no regular expression: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

const MOST_REPEATS = 4;

/** Groups, choices and repeats; a repeat of a fixed number, `{3}`, is none that could go several ways. */
const PIECES = /\(|\)(?:[*+]|\{\d+(?:,\d*)?\})?|[*+?|]|\{\d+,\d*\}/g;

/** A pattern that may take for ever would hang the window: groups that repeat with something in them that can go several ways, and many open repeats in a row. */
function slowness(pattern: string): string | null {
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x').replaceAll(/\(\?(?:<?[=!:]|<\w+>)/g, '(');
  // Whether each open group can go several ways, the innermost last.
  const open = [false];
  for (const [piece] of plain.matchAll(PIECES)) {
    if (piece === '(') {
      open.push(false);
      continue;
    }
    const ways = piece.startsWith(')') ? (open.pop() ?? false) : true;
    if (ways && piece.length > 1 && piece.startsWith(')')) return 'A repeated group with a repeat or a choice in it may take for ever. Write it without the outer or the inner one.';
    open.push((open.pop() ?? false) || ways || piece.length > 1);
  }
  const repeats = plain.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  return repeats > MOST_REPEATS ? `More than ${MOST_REPEATS} open repeats (* and +) may take very long. Use fewer.` : null;
}
