import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { pageScale } from '../place-near';
import './splitter.css';

export interface SplitterProps {
  readonly label: string;
  /** `vertical`: stands between a left and a right part. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Size of the part that it changes, pixels. */
  readonly size: number;
  readonly minimum: number;
  readonly maximum: number;
  /** True when moving right (or down) makes the part smaller: the part is behind the splitter. */
  readonly reversed?: boolean;
  readonly onResize: (size: number) => void;
}

/** A line that can be dragged, or moved by the arrows when it has the focus. */
export function Splitter({ label, orientation, size, minimum, maximum, reversed = false, onResize }: SplitterProps) {
  const drag = useRef<{ from: number; size: number } | null>(null);
  const position = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY) / pageScale();
  const set = (next: number): void => onResize(Math.round(Math.max(minimum, Math.min(maximum, next))));

  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 16, ArrowDown: 16, ArrowLeft: -16, ArrowUp: -16 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(size + (reversed ? -step : step));
  };

  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={minimum}
      aria-valuemax={Math.max(minimum, maximum)}
      tabIndex={0}
      className={`splitter splitter-${orientation}`}
      onKeyDown={keys}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: position(event), size };
      }}
      onPointerMove={(event) => {
        if (!drag.current) return;
        const moved = position(event) - drag.current.from;
        set(drag.current.size + (reversed ? -moved : moved));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
    />
  );
}
