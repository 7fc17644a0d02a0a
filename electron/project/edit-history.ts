import type { Patch } from 'immer';

/** One edit that can be taken back. */
export interface Step {
  readonly label: string;
  readonly forward: readonly Patch[];
  readonly backward: readonly Patch[];
}

export interface EditHistoryLimits {
  readonly steps: number;
  /** Rows (points, devices, other list items) that the steps may hold between them. */
  readonly rows: number;
}

const DEFAULT_LIMITS: EditHistoryLimits = { steps: 200, rows: 1_000_000 };

/** The steps that undo and redo walk. Bounded: the oldest go first, the newest always stays. */
export class EditHistory {
  private done: { readonly step: Step; readonly rows: number }[] = [];
  private undone: { readonly step: Step; readonly rows: number }[] = [];
  private rows = 0;

  constructor(private readonly limits: EditHistoryLimits = DEFAULT_LIMITS) {}

  get undoLabel(): string | null {
    return this.done.at(-1)?.step.label ?? null;
  }

  get redoLabel(): string | null {
    return this.undone.at(-1)?.step.label ?? null;
  }

  /** Adds an edit; what was taken back cannot be done again after it. */
  push(step: Step): void {
    for (const gone of this.undone) this.rows -= gone.rows;
    this.undone = [];
    const rows = countRows(step.forward) + countRows(step.backward);
    this.done.push({ step, rows });
    this.rows += rows;
    while (this.done.length > 1 && (this.done.length > this.limits.steps || this.rows > this.limits.rows)) {
      this.rows -= this.done.shift()?.rows ?? 0;
    }
  }

  /** The edit to take back; null when there is none. */
  undo(): Step | null {
    const last = this.done.pop();
    if (last === undefined) return null;
    this.undone.push(last);
    return last.step;
  }

  /** The edit to do again; null when there is none. */
  redo(): Step | null {
    const last = this.undone.pop();
    if (last === undefined) return null;
    this.done.push(last);
    return last.step;
  }
}

function countRows(patches: readonly Patch[]): number {
  let rows = 0;
  for (const { value } of patches) rows += 1 + rowsOf(value, 0);
  return rows;
}

/** Lists within lists count, as a device holds its points; three levels reach from the project to its points. */
function rowsOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > 4) return 0;
  let rows = Array.isArray(value) ? value.length : 0;
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  // A list of points is counted by its length: what each of them holds is small.
  if (typeof first === 'object' && first !== null && !('points' in first)) return rows;
  for (const inner of Object.values(value)) rows += rowsOf(inner, depth + 1);
  return rows;
}
