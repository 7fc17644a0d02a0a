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
  if (request.regular && stepsFor(request.find, points, request.fields) > MOST_STEPS) return { ok: false, problem: 'With so many repeats (* and +) this may take very long on texts as long as these. Use fewer, or choose fewer columns or rows.' };
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
/** Choices and optional parts that a pattern may have: each of them can double the time. */
const MOST_CHOICES = 10;
/** Steps of matching that all texts may take together in the worst case: about a second. */
const MOST_STEPS = 1_000_000_000;

/** Groups, choices and repeats; a repeat of a fixed number, `{3}`, is none that could go several ways. */
const PIECES = /\(|\)(?:[*+]|\{\d+(?:,\d*)?\})?|[*+?|]|\{\d+,\d*\}/g;

/** A pattern that may take for ever would hang the window: groups that repeat with something in them that can go several ways, and many open repeats in a row. */
function slowness(pattern: string): string | null {
  const plain = plainOf(pattern);
  // Whether each open group can go several ways, the innermost last.
  const open = [false];
  let choices = 0;
  for (const [piece] of plain.matchAll(PIECES)) {
    if (piece === '(') {
      open.push(false);
      continue;
    }
    if (piece === '?' || (piece === '|' && open.length > 1) || /^\{\d+,\d+\}$/.test(piece)) choices += 1;
    const ways = piece.startsWith(')') ? (open.pop() ?? false) : true;
    if (ways && piece.length > 1 && piece.startsWith(')')) return 'A repeated group with a repeat or a choice in it may take for ever. Write it without the outer or the inner one.';
    open.push((open.pop() ?? false) || ways || piece.length > 1);
  }
  if (choices > MOST_CHOICES) return `More than ${MOST_CHOICES} choices and optional parts (| and ?) may take very long. Use fewer.`;
  return openRepeats(plain) > MOST_REPEATS ? `More than ${MOST_REPEATS} open repeats (* and +) may take very long. Use fewer.` : null;
}

/** The pattern with every character that stands for itself or a class as `x`, groups without their kind, and repeats without the mark that makes them lazy. */
function plainOf(pattern: string): string {
  return pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x').replaceAll(/\(\?(?:<?[=!:]|<\w+>)/g, '(').replaceAll(/([*+?}])\?/g, '$1');
}

function openRepeats(plain: string): number {
  return plain.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
}

/** Steps that a search may take at worst: each open repeat, and the place where a match begins, can be at every character of a text. */
function stepsFor(pattern: string, points: readonly Point[], fields: readonly ReplaceField[]): number {
  const places = openRepeats(plainOf(pattern)) + 1;
  let steps = 0;
  for (const point of points) {
    for (const field of fields) {
      for (const text of field === 'tags' ? point.tags : [point[field]]) steps += combinations(text.length, places);
    }
  }
  return steps;
}

/** Ways to choose `places` out of `length` characters in their order. */
function combinations(length: number, places: number): number {
  let ways = 1;
  for (let at = 0; at < places; at += 1) ways *= (length + at) / (at + 1);
  return ways;
}
