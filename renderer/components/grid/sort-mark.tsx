/** Beside the title of the column that rows are sorted by. */
export function SortMark({ descending }: { readonly descending: boolean }) {
  return (
    <svg className="vgrid-sort" viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      <path d={descending ? 'M1 2.5h6L4 6.5z' : 'M1 5.5h6L4 1.5z'} fill="currentColor" />
    </svg>
  );
}
