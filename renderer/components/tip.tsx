import { useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { placeNear } from './place-near';
import './tip.css';

/** A line of text beside an element. */
export function Tip({ id, at, text }: { readonly id: string; readonly at: Element; readonly text: string }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (ref.current) placeNear(ref.current, at, 'below');
  }, [at, text]);
  return createPortal(
    <div id={id} ref={ref} role="tooltip" className="tip">
      {text}
    </div>,
    document.body,
  );
}
