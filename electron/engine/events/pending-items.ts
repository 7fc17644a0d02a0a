/** Items that wait for a slow reader at most. */
const MOST_PENDING = 1000;

/** What waits for one reader of a topic whose every item is told, in its order: the newest thousand where the reader is slow. */
export class PendingItems<T> {
  private first = true;

  /** @param items what the reader begins with; it is told so once even where that is nothing */
  constructor(
    private items: T[],
    private readonly onPending: () => void,
  ) {}

  add(item: T): void {
    this.items.push(item);
    if (this.items.length > MOST_PENDING) this.items.splice(0, this.items.length - MOST_PENDING);
    this.onPending();
  }

  /** Undefined where there is nothing new. */
  take(): T[] | undefined {
    if (this.items.length === 0 && !this.first) return undefined;
    this.first = false;
    const { items } = this;
    this.items = [];
    return items;
  }
}
