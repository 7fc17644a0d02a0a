import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { useRef } from 'react';
import { pageScale } from '../../components/place-near';

interface CursorHandleProps {
  readonly name: 'A' | 'B';
  /** Where it stands, 0 (left edge) to 1 (right edge). */
  readonly share: number;
  /** Clock time that it marks. */
  readonly text: string;
  /** Width of the plotting area in pixels. */
  readonly width: number;
  readonly onMove: (share: number) => void;
}

const STEP = 0.01;
const FINE_STEP = 0.001;

/** One of the two cursors: a vertical line with a flag, dragged or moved with the arrow keys (Shift: finer). */
export function CursorHandle({ name, share, text, width, onMove }: CursorHandleProps): ReactElement {
  const grip = useRef<{ x: number; share: number } | null>(null);

  const down = (event: PointerEvent<HTMLDivElement>): void => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, share };
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (grip.current !== null) onMove(within(grip.current.share + (event.clientX - grip.current.x) / pageScale() / width));
  };
  const key = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.shiftKey ? FINE_STEP : STEP;
    const to = keyTarget(event.key, share, step);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(within(to));
  };

  return (
    <div
      className="trend-cursor"
      data-flag={share > 0.85 ? 'left' : 'right'}
      role="slider"
      tabIndex={0}
      aria-label={`Cursor ${name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
      style={{ left: `${share * 100}%` }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        grip.current = null;
      }}
      onKeyDown={key}
    >
      <span className="trend-cursor-flag">
        <b>{name}</b> {text}
      </span>
    </div>
  );
}

function keyTarget(key: string, share: number, step: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return share - step;
    case 'ArrowRight':
      return share + step;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}
