import { useId, useState } from 'react';
import { Tip } from '../tip';

/** A control that is off stays reachable and says why when it has the focus. */
export function useWhyOff(reason: string) {
  const id = useId();
  const [at, setAt] = useState<Element | null>(null);
  if (reason === '') return { isOff: false, props: {}, tip: null };
  return {
    isOff: true,
    props: {
      'aria-disabled': true,
      'aria-description': reason,
      title: reason,
      onFocus: (event: { currentTarget: Element }) => setAt(event.currentTarget),
      onBlur: () => setAt(null),
    },
    tip: at === null ? null : <Tip id={id} at={at} text={reason} />,
  };
}
