import { timeKindOf } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { WireSample } from '../../../shared/domain/sample';
import { ageState, formatAge } from '../../components/format/age';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { bitCountOf, bitLines, bitReadings, setBitsText, wordOf } from '../../components/format/word-bits';
import type { Painted } from '../../components/grid/live-painter';
import type { PointRow } from './point-row';
import type { SessionFigures } from './session-figures';

export interface LiveRowContext {
  readonly sample: (pointId: string) => WireSample | undefined;
  readonly figures: SessionFigures;
  readonly numbers: NumberFormat;
  /** The engine's time, microseconds. */
  readonly engineNow: () => number;
  /** Milliseconds between polls of a point; null where it is pushed. */
  readonly intervalOf: (point: Point) => number | null;
  readonly reducedMotion: () => boolean;
}

/** What a row shows, as text; compared with what is on screen before anything is touched. */
export interface RowTexts {
  readonly value: string;
  readonly raw: string;
  readonly quality: string;
  readonly mark: 'good' | 'uncertain' | 'bad' | 'stale' | 'none';
  readonly age: string;
  readonly ageMark: 'fresh' | 'late';
  readonly min: string;
  readonly max: string;
  /** What a word's bits say, in a line, and a line a bit; empty for other points. */
  readonly bits: string;
  readonly bitLines: string;
}

const EMPTY: RowTexts = { value: '', raw: '', quality: '', mark: 'none', age: '', ageMark: 'fresh', min: '', max: '', bits: '', bitLines: '' };

/** The texts of a row for its present sample. */
export function rowTexts(row: PointRow, sample: WireSample | undefined, context: LiveRowContext): RowTexts {
  if (sample === undefined) return EMPTY;
  const { point } = row;
  const { numbers } = context;
  const figures = context.figures.of(point.id);
  const quantity = timeKindOf(point.dataType)?.kind !== 'instant' && timeKindOf(point.dataType)?.kind !== 'date' && point.dataType !== 'boolean' && point.dataType !== 'string' && point.enumeration.length === 0 && !row.statusWord;
  const extreme = (value: number | null): string => (value === null || !quantity ? '' : pointValueText(value, point, numbers));
  const ends = { min: extreme(figures.min), max: extreme(figures.max) };
  if (sample.quality.level === 'bad') {
    const age = figures.lastGoodAt === null ? '' : formatAge((context.engineNow() - figures.lastGoodAt) / 1000);
    return { value: '—', raw: sample.raw ?? '', quality: sample.quality.reason || 'Bad', mark: 'bad', age, ageMark: 'fresh', ...ends, bits: '', bitLines: '' };
  }
  const ageMs = Math.max(0, (context.engineNow() - sample.receivedTime) / 1000);
  const state = ageState(ageMs, context.intervalOf(point) ?? Number.POSITIVE_INFINITY, point.staleAfterMs);
  const uncertain = sample.quality.level === 'uncertain';
  return {
    value: pointValueText(sample.value, point, numbers, row.statusWord),
    raw: row.depth === 1 ? '' : (sample.raw ?? ''),
    quality: state === 'stale' ? 'Stale' : uncertain ? sample.quality.reason || 'Uncertain' : 'Good',
    mark: state === 'stale' ? 'stale' : uncertain ? 'uncertain' : 'good',
    age: state === 'late' ? `Late ${formatAge(ageMs)}` : formatAge(ageMs),
    ageMark: state === 'late' ? 'late' : 'fresh',
    ...ends,
    ...bitTexts(row, sample, numbers),
  };
}

function bitTexts(row: PointRow, sample: WireSample, numbers: NumberFormat): Pick<RowTexts, 'bits' | 'bitLines'> {
  const { dataType } = row.point;
  const word = row.statusWord && row.bits.length > 0 ? wordOf(sample.value, dataType) : null;
  if (word === null) return { bits: '', bitLines: '' };
  const readings = bitReadings(word, bitCountOf(dataType), row.bits, numbers);
  return { bits: setBitsText(readings), bitLines: bitLines(readings) };
}

/** At most one flash a second in each cell. */
const LEAST_BETWEEN_FLASHES_MS = 1000;
const FLASH_MS = 140;
const UNDERLINE_MS = 1000;

/** Fills the live cells of one row. Text is set only where it differs from what is on screen. */
export class LiveRow implements Painted {
  #on: RowTexts = EMPTY;
  #first = true;
  #flashedAt = Number.NEGATIVE_INFINITY;
  readonly #text = new Map<string, HTMLElement>();

  constructor(
    private readonly row: PointRow,
    private readonly cells: ReadonlyMap<string, HTMLElement>,
    private readonly context: LiveRowContext,
  ) {
    for (const [id, cell] of cells) {
      const element = cell.querySelector<HTMLElement>('[data-live]');
      if (element !== null) this.#text.set(id, element);
    }
  }

  paint(now: number): void {
    // What has just come on screen draws the eye anyway: while scrolling nothing flashes.
    if (this.#first) this.#flashedAt = now;
    const sample = this.context.sample(this.row.key);
    if (sample !== undefined) this.context.figures.take(sample);
    const next = rowTexts(this.row, sample, this.context);
    const before = this.#on;
    if (this.#first || next.value !== before.value) this.#paintValue(next, now);
    for (const id of ['raw', 'quality', 'age', 'min', 'max'] as const) {
      if (this.#first || next[id] !== before[id]) this.#set(id, next[id]);
    }
    if (this.#first || next.bitLines !== before.bitLines) this.#paintBits(next);
    if (this.#first || next.mark !== before.mark) this.#paintMark(next.mark);
    if (this.#first || next.ageMark !== before.ageMark) this.#mark('age', next.ageMark);
    this.#on = next;
    this.#first = false;
  }

  #paintValue(next: RowTexts, now: number): void {
    const isChange = !this.#first && this.#on.value !== '' && this.#on.value !== '—' && next.value !== '—';
    this.#set('value', next.value);
    if (isChange && now - this.#flashedAt >= LEAST_BETWEEN_FLASHES_MS) {
      this.#flashedAt = now;
      this.#flash();
    }
  }

  /** Behind the name, where a word has the room that numbers have no use for. */
  #paintBits({ bits, bitLines: lines }: RowTexts): void {
    this.#set('name', bits);
    const element = this.#text.get('name');
    if (element !== undefined) element.title = lines;
  }

  #flash(): void {
    const cell = this.cells.get('value');
    if (cell === undefined) return;
    if (this.context.reducedMotion()) {
      cell.animate([{ boxShadow: 'inset 0 -1px var(--line-control)' }, { boxShadow: 'inset 0 -1px var(--line-control)' }], { duration: UNDERLINE_MS });
    } else {
      cell.animate([{ backgroundColor: 'var(--bg-flash)' }, { backgroundColor: 'transparent' }], { duration: FLASH_MS });
    }
  }

  #paintMark(mark: RowTexts['mark']): void {
    this.#mark('quality', mark);
    this.#mark('value', mark);
  }

  #set(id: string, text: string): void {
    const element = this.#text.get(id);
    if (element === undefined) return;
    // A new text in the node that is there costs less than a new node.
    const node = element.firstChild;
    if (!(node instanceof Text)) element.textContent = text;
    else if (node.data !== text) node.data = text;
  }

  #mark(id: string, state: string): void {
    const cell = this.cells.get(id);
    if (cell !== undefined) cell.dataset['state'] = state;
  }
}
