/** More names than this no pattern gives. */
const MOST_NAMES = 100_000;

export type PatternNames = { readonly ok: true; readonly names: readonly string[] } | { readonly ok: false; readonly problem: string };

/**
 * The names that a pattern stands for: `Pump {1..8} speed`, `{01..12}` with leading zeros, `{8..1}` down, `{0..90..10}`
 * by steps, `{A..D}` letters, `{speed,current}` words. Several count like the digits of a number, the last one quickest.
 */
export function namesOfPattern(pattern: string): PatternNames {
  const parts = pattern.split(/(\{[^{}]*\})/);
  let names = [''];
  for (const part of parts) {
    const values = part.startsWith('{') && part.endsWith('}') ? valuesOf(part.slice(1, -1)) : [part];
    if (typeof values === 'string') return { ok: false, problem: values };
    if (names.length * values.length > MOST_NAMES) return { ok: false, problem: `The pattern stands for more than ${MOST_NAMES.toLocaleString('en')} names.` };
    names = names.flatMap((name) => values.map((value) => `${name}${value}`));
  }
  return { ok: true, names };
}

/** True where a text has a part that counts. */
export function isPattern(text: string): boolean {
  return /\{[^{}]*(?:\.\.|,)[^{}]*\}/.test(text);
}

function valuesOf(inner: string): readonly string[] | string {
  const counted = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(inner);
  if (counted !== null) return countedValues(counted[1] ?? '', counted[2] ?? '', counted[3]);
  const letters = /^([A-Za-z])\.\.([A-Za-z])$/.exec(inner);
  if (letters !== null) return letterValues(letters[1] ?? '', letters[2] ?? '');
  if (inner.includes(',')) return inner.split(',').map((word) => word.trim());
  return `{${inner}} is no series. Write {1..8}, {A..D} or {speed,current}.`;
}

function countedValues(first: string, last: string, stepText: string | undefined): readonly string[] | string {
  const [from, to] = [Number(first), Number(last)];
  const step = stepText === undefined ? 1 : Math.abs(Number(stepText));
  if (step === 0) return `{${first}..${last}..0} never gets from ${first} to ${last}.`;
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > MOST_NAMES) return `{${first}..${last}} stands for more than ${MOST_NAMES.toLocaleString('en')} numbers.`;
  const padded = /^-?0\d/.test(first) || /^-?0\d/.test(last);
  const width = padded ? Math.max(first.replace('-', '').length, last.replace('-', '').length) : 0;
  return Array.from({ length: count }, (_, at) => {
    const value = from + at * step * (to < from ? -1 : 1);
    return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(width, '0')}`;
  });
}

function letterValues(first: string, last: string): readonly string[] | string {
  if (/[a-z]/.test(first) !== /[a-z]/.test(last)) return `{${first}..${last}} goes from ${/[a-z]/.test(first) ? 'small letters to capitals' : 'capitals to small letters'}.`;
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
  const direction = to < from ? -1 : 1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, at) => String.fromCharCode(from + at * direction));
}
