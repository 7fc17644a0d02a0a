import type { ReactNode } from 'react';
import { timeKindOf } from '../../../shared/domain/data-type';
import type { WireSample } from '../../../shared/domain/sample';
import type { Point } from '../../../shared/domain/point';
import { formatAge } from '../../components/format/age';
import { NO_VALUE } from '../../components/format/number';
import type { NumberFormat } from '../../components/format/number';
import { pointValueText } from '../../components/format/point-text';
import { Icon } from '../../components/icon';

export interface ChangePanelProps {
  readonly point: Point;
  readonly old: WireSample | undefined;
  /** Milliseconds since the old value was read; undefined when there is none. */
  readonly oldAgeMs: number | undefined;
  readonly numbers: NumberFormat;
  /** `New value, 40.0 to 95.0 °C`. */
  readonly newCaption: string;
  readonly input: ReactNode;
  readonly change: string;
  readonly newRaw: string;
  /** The write is over: the old value is what was there before. */
  readonly done: boolean;
}

/** The old value with its age, an arrow, and the new value; the octets of both under them. */
export function ChangePanel({ point, old, oldAgeMs, numbers, newCaption, input, change, newRaw, done }: ChangePanelProps) {
  const isBad = old === undefined || old.quality.level === 'bad';
  const caption = done ? 'Before' : oldAgeMs === undefined ? 'Now, not read yet' : isBad ? `Now, ${old?.quality.reason ?? 'no value'}` : `Now, read ${formatAge(oldAgeMs)} ago`;
  const reading = timeKindOf(point.dataType) === null ? 'reading' : 'reading reading-time';
  return (
    <div className="change-panel">
      <div>
        <div className="caption">{caption}</div>
        <div className={reading}>
          <span>{isBad ? NO_VALUE : pointValueText(old.value, point, numbers)}</span>
          <span className="unit">{point.unit}</span>
        </div>
        <div className="mono dim raw">{isBad ? '' : (old.raw ?? '')}</div>
      </div>
      <div className="arrow">
        <Icon name="aright" label="becomes" />
      </div>
      <div>
        <div className="caption">{newCaption}</div>
        <div className={reading}>
          {input}
          <span className="unit">{point.unit}</span>
          <span className="unit change">{change}</span>
        </div>
        <div className="mono dim raw">{newRaw}</div>
      </div>
    </div>
  );
}
