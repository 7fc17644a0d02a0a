/** One element of a document, without its namespace. Children that were handed on while reading are not among `children`. */
export interface XmlElement {
  readonly name: string;
  /** Its own text, without blanks at the ends. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** Bodies of processing instructions in it that are meant for this program. */
  readonly notes: readonly string[];
  /** Where it begins in the file, from 1; 0 for one that was made. */
  readonly line: number;
}

export function element(name: string, content: string | readonly XmlElement[] = [], notes: readonly string[] = []): XmlElement {
  return typeof content === 'string' ? { name, text: carried(content), children: [], notes, line: 0 } : { name, text: '', children: content, notes, line: 0 };
}

export function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((child) => child.name === name);
}

/** The element at the end of a path of names. */
export function at(parent: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce((found, name) => childOf(found, name), parent);
}

/** The text of a child; undefined where there is none or nothing in it. */
export function textOf(parent: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(parent, name)?.text;
  return text === undefined || text === '' ? undefined : text;
}

/** Text as XML 1.0 can carry it: without control characters, halves of surrogate pairs and blanks at the ends. */
function carried(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what XML does not carry
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '').trim();
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' };

export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] ?? character);
}

/** The element as text, indented; its notes as processing instructions named `target`, before its children. */
export function renderXml({ name, text, children, notes }: XmlElement, target: string, indent = ''): string {
  if (children.length === 0 && notes.length === 0) return text === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>${escapeXml(text)}</${name}>\n`;
  const inner = `${indent}  `;
  return `${indent}<${name}>\n${notes.map((note) => `${inner}<?${target} ${note}?>\n`).join('')}${children.map((child) => renderXml(child, target, inner)).join('')}${indent}</${name}>\n`;
}
