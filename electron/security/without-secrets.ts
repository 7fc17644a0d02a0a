const SECRET_NAME = /pass(word|phrase|wd)?$|secret|token|credential|private_?key|api_?key|update_?key|authority_?key|new_?key|pre_?shared/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** A file may hold anything, passwords of a device's configuration among it. */
const FILE_CONTENT = /base64$/i;
const LEFT_OUT = '(left out)';

const LONGEST_TEXT = 500;
const LONGEST_LIST = 50;
const MOST_KEYS = 100;
const DEEPEST = 8;

/**
 * A copy of an input for the audit trail: secrets left out by the name of their field or by what they look like, long
 * lists and texts cut, the content of files left out, and said so. What it gives is small whatever it gets, and always JSON.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return null;
  if (depth >= DEEPEST) return '(more)';
  if (Array.isArray(value)) {
    const shown = value.slice(0, LONGEST_LIST).map((item) => withoutSecrets(item, depth + 1));
    return value.length > LONGEST_LIST ? [...shown, `(${value.length - LONGEST_LIST} more)`] : shown;
  }
  const entries = Object.entries(value);
  const shown = entries.slice(0, MOST_KEYS).map(([key, inner]): [string, unknown] => [key.slice(0, 100), SECRET_NAME.test(key) && isSecret(inner) ? LEFT_OUT : FILE_CONTENT.test(key) && typeof inner === 'string' ? `(a file, ${inner.length} characters of base64)` : withoutSecrets(inner, depth + 1)]);
  if (entries.length > MOST_KEYS) shown.push(['(more)', entries.length - MOST_KEYS]);
  return Object.fromEntries(shown);
}

/** A reference to the vault tells nothing, and which one was used is worth knowing; an empty field holds no secret. */
function isSecret(value: unknown): boolean {
  return !(typeof value === 'string' && (value === '' || value.startsWith('vault:'))) && value !== null && typeof value !== 'boolean';
}

function text(value: string): string {
  if (PRIVATE_KEY.test(value)) return LEFT_OUT;
  return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}... (${value.length} characters)` : value;
}
