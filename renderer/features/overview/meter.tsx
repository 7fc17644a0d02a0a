import { classes } from '../../components/classes';

/** A share as a bar beside its figure; tinted only when abnormal. */
export function Meter({ share, state = 'well' }: { readonly share: number; readonly state?: 'well' | 'uncertain' | 'bad' }) {
  return (
    <span className={classes('meter', state === 'bad' && 'meter-bad', state === 'uncertain' && 'meter-uncertain')} aria-hidden="true">
      <span style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
    </span>
  );
}
