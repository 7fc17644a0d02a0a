import { setImmediate } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { MapFileProblem } from '../../map-file-problem';
import type { XmlElement } from './xml-element';

/** Octets of a document. The profiles of large relays have 2 MB. */
const MOST_OCTETS = 48 * 1024 * 1024;
const MOST_DEPTH = 64;
/** Elements kept at once: all but those that are handed on. */
const MOST_KEPT = 200_000;
/** Elements of a document, those that are handed on among them. */
const MOST_ELEMENTS = 3_000_000;
/** Elements and notes in one that is handed on. */
const MOST_IN_ONE = 1000;
const MOST_ATTRIBUTES = 1000;
const LONGEST_TEXT = 100_000;
const CHUNK_OCTETS = 64 * 1024;
/** Characters that are read without an end of a tag, a text or a comment: the parser holds them all, and grows slow. */
const LONGEST_PIECE = 1024 * 1024;
/** Longest stretch of work before something else has its turn, milliseconds. */
const SLICE_MS = 5;

export interface ReadXml {
  /** Bodies of processing instructions with this target are kept. */
  readonly target: string;
  /** An element has ended; `path`: the names of those around it, the root first. True when it was taken and is not kept. */
  readonly take: (element: XmlElement, path: readonly string[]) => boolean;
}

interface Building {
  readonly name: string;
  readonly line: number;
  readonly children: XmlElement[];
  readonly notes: string[];
  text: string;
  /** Elements and notes in it, at every depth. */
  within: number;
}

export interface XmlDocument {
  readonly root: XmlElement;
  readonly namespace: string;
}

/**
 * Reads an XML document in slices. There are no document types and so no entities but XML's own five; depth, number of
 * elements and lengths have limits. @throws MapFileProblem with the line
 */
export async function readXml(octets: Uint8Array, options: ReadXml): Promise<XmlDocument> {
  if (octets.length > MOST_OCTETS) throw new MapFileProblem(`The file has ${Math.round(octets.length / 1024 / 1024)} MiB; ${MOST_OCTETS / 1024 / 1024} MiB at most are read.`);
  const builder = new Builder(options);
  const decoder = decoderFor(octets);
  let since = performance.now();
  for (let from = 0; from < octets.length; from += CHUNK_OCTETS) {
    builder.write(decode(() => decoder.decode(octets.subarray(from, from + CHUNK_OCTETS), { stream: true })));
    if (performance.now() - since >= SLICE_MS) {
      await setImmediate();
      since = performance.now();
    }
  }
  builder.write(decode(() => decoder.decode()));
  return builder.end();
}

/** Builds elements from what the parser tells. */
class Builder {
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #options: ReadXml;
  readonly #open: Building[] = [];
  #root: XmlElement | null = null;
  #namespace = '';
  #kept = 0;
  #elements = 0;
  #attributes = 0;
  /** Characters since the parser told something last. */
  #untold = 0;

  constructor(options: ReadXml) {
    this.#options = options;
    const parser = this.#parser;
    parser.on('error', (error) => this.#fail(`is no good XML: ${error.message.replace(/^[\d:]+ /, '')}`));
    parser.on('doctype', () => this.#fail('has a document type, which is not read'));
    parser.on('attribute', () => {
      this.#untold = 0;
      this.#attributes += 1;
      if (this.#attributes > MOST_ATTRIBUTES) this.#fail(`has more than ${MOST_ATTRIBUTES} attributes in one element`);
    });
    parser.on('comment', () => (this.#untold = 0));
    parser.on('opentag', ({ local, uri }) => {
      this.#untold = 0;
      this.#attributes = 0;
      this.#elements += 1;
      if (this.#elements > MOST_ELEMENTS) this.#fail(`has more than ${MOST_ELEMENTS} elements`);
      if (this.#open.length === 0) this.#namespace = uri;
      if (this.#open.length >= MOST_DEPTH) this.#fail(`has elements more than ${MOST_DEPTH} deep`);
      this.#open.push({ name: local, line: parser.line, children: [], notes: [], text: '', within: 0 });
    });
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('processinginstruction', ({ target, body }) => {
      this.#untold = 0;
      if (target === this.#options.target) this.#note(body);
    });
    parser.on('closetag', () => this.#close());
  }

  write(text: string): void {
    this.#untold += text.length;
    this.#parser.write(text);
    if (this.#untold > LONGEST_PIECE) this.#fail(`has more than ${LONGEST_PIECE} characters in one piece`);
  }

  end(): XmlDocument {
    this.#parser.close();
    if (this.#root === null) this.#fail('has no element');
    return { root: this.#root, namespace: this.#namespace };
  }

  #note(body: string): void {
    const current = this.#open.at(-1);
    if (current === undefined) return;
    current.notes.push(body);
    current.within += 1;
    this.#keep(1);
  }

  #keep(more: number): void {
    this.#kept += more;
    if (this.#kept > MOST_KEPT) this.#fail(`has more than ${MOST_KEPT} elements`);
  }

  #text(text: string): void {
    this.#untold = 0;
    const current = this.#open.at(-1);
    // Blanks before the first word are cut off anyway: between the points of a long list they are many.
    if (current === undefined || (current.text === '' && text.trim() === '')) return;
    current.text += text;
    if (current.text.length > LONGEST_TEXT) this.#fail(`has more than ${LONGEST_TEXT} characters in one element`);
  }

  #close(): void {
    this.#untold = 0;
    const built = this.#open.pop();
    if (built === undefined) return;
    const { within, ...content } = built;
    const element = { ...content, text: content.text.trim() };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else if (this.#options.take(element, this.#open.map(({ name }) => name))) {
      if (within > MOST_IN_ONE) this.#fail(`has more than ${MOST_IN_ONE} elements in one ${element.name}`);
      this.#kept -= within;
    } else {
      this.#keep(1);
      parent.within += within + 1;
      parent.children.push(element);
    }
  }

  #fail(what: string): never {
    throw new MapFileProblem(`The file ${what} (line ${this.#parser.line}).`);
  }
}

/** By the byte order mark, else by the XML declaration, else UTF-8. */
function decoderFor(octets: Uint8Array): TextDecoder {
  if (octets[0] === 0xff && octets[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (octets[0] === 0xfe && octets[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  const start = new TextDecoder('latin1').decode(octets.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8', { fatal: true });
  } catch {
    throw new MapFileProblem(`The file is in the encoding "${declared ?? ''}", which is not known. Save it as UTF-8.`);
  }
}

function decode(step: () => string): string {
  try {
    return step();
  } catch {
    throw new MapFileProblem('The file has octets that are no text of its encoding. Save it as UTF-8.');
  }
}
