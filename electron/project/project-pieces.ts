/** Items of a list a piece: some 40 kB of text for points, a fraction of a millisecond to make. */
const ITEMS_A_PIECE = 100;
/** Lists are looked for this deep: project, devices, one device, its points. */
const DEEPEST = 4;

export interface PiecesOptions {
  /** Turns one value into JSON text; JSON.stringify unless told otherwise. */
  readonly stringify?: (value: unknown) => string;
  /** Puts an object's entries into the order in which they are written; as they come unless told otherwise. */
  readonly order?: (entries: [string, unknown][]) => [string, unknown][];
}

/**
 * JSON text of a project in small pieces, so that the main process can do something else between two of them. Joined
 * they are what `stringify` would give in one go. The content must not change meanwhile; projects are immutable.
 */
export function* projectPieces(project: object, { stringify = JSON.stringify, order = (entries) => entries }: PiecesOptions = {}): Generator<string> {
  yield* pieces(project, 0, stringify, order);
}

/** Joins neighbours to pieces of at least so many characters: thousands of small ones are slow to hash and to write. */
export function* joinPieces(small: Iterable<string>, characters: number): Generator<string> {
  let joined = '';
  for (const piece of small) {
    joined += piece;
    if (joined.length < characters) continue;
    yield joined;
    joined = '';
  }
  if (joined !== '') yield joined;
}

function* pieces(value: unknown, depth: number, stringify: (value: unknown) => string, order: (entries: [string, unknown][]) => [string, unknown][]): Generator<string> {
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) {
    yield stringify(value);
  } else if (Array.isArray(value)) {
    yield '[';
    // Devices hold long lists themselves and are gone into; of points there may be 100,000, and they are small.
    const nested = depth < DEEPEST - 1;
    for (let at = 0; at < value.length; at += nested ? 1 : ITEMS_A_PIECE) {
      if (at > 0) yield ',';
      if (nested) yield* pieces(value[at], depth + 1, stringify, order);
      else yield value.slice(at, at + ITEMS_A_PIECE).map((item) => stringify(item)).join(',');
    }
    yield ']';
  } else {
    yield '{';
    let separator = '';
    for (const [key, inner] of order(Object.entries(value))) {
      yield `${separator}${JSON.stringify(key)}:`;
      separator = ',';
      yield* pieces(inner, depth + 1, stringify, order);
    }
    yield '}';
  }
}
