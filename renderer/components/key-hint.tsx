import './key-hint.css';

/** A key or chord as it is shown beside what it does: `Ctrl+K` shows as `Ctrl K`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return <kbd className="key-hint">{keys === '+' ? keys : keys.replace(/\+(?=.)/g, ' ')}</kbd>;
}
