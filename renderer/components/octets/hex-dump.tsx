import { memo, useMemo, type KeyboardEvent } from 'react';
import { classes } from '../classes';
import { asciiOf } from './octet-text';
import './hex-dump.css';

/** How octets are tinted: what they are for. */
export type OctetTint = 'link' | 'application' | 'data' | 'check' | 'none';

export interface OctetSpan {
  readonly offset: number;
  readonly length: number;
}

export interface HexDumpProps {
  readonly label: string;
  readonly octets: Uint8Array;
  /** One for each octet. */
  readonly tints: readonly OctetTint[];
  /** What is chosen: shown inverted. */
  readonly selected: OctetSpan | null;
  /** What the pointer is on elsewhere: shown with a line. */
  readonly pointed: OctetSpan | null;
  readonly onPoint: (octet: number | null) => void;
  readonly onSelect: (octet: number) => void;
}

const A_ROW = 16;

/** Octets, sixteen a row, with the text beside them. One tab stop: the arrows move over the octets. */
export function HexDump({ label, octets, tints, selected, pointed, onPoint, onSelect }: HexDumpProps) {
  const rows = useMemo(() => Array.from({ length: Math.ceil(octets.length / A_ROW) }, (_, row) => row * A_ROW), [octets.length]);
  const keys = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: A_ROW, ArrowUp: -A_ROW }[event.key];
    if (step === undefined || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const from = selected === null ? (step > 0 ? -step : 0) : step > 0 ? selected.offset + (Math.abs(step) === 1 ? selected.length - 1 : 0) : selected.offset;
    onSelect(Math.max(0, Math.min(octets.length - 1, from + step)));
  };
  return (
    <div
      className="hex-dump"
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the octets are walked over with the arrows
      tabIndex={0}
      onKeyDown={keys}
      onPointerLeave={() => onPoint(null)}
    >
      {rows.map((from) => (
        <DumpRow key={from} from={from} octets={octets} tints={tints} selected={within(selected, from)} pointed={within(pointed, from)} onPoint={onPoint} onSelect={onSelect} />
      ))}
    </div>
  );
}

/** The part of a span that lies in a row, as text so that rows that do not change are not drawn again; empty for none. */
function within(span: OctetSpan | null, from: number): string {
  if (span === null) return '';
  const start = Math.max(span.offset, from);
  const end = Math.min(span.offset + span.length, from + A_ROW);
  return end > start ? `${start} ${end}` : '';
}

interface RowProps {
  readonly from: number;
  readonly octets: Uint8Array;
  readonly tints: readonly OctetTint[];
  readonly selected: string;
  readonly pointed: string;
  readonly onPoint: (octet: number | null) => void;
  readonly onSelect: (octet: number) => void;
}

const DumpRow = memo(function DumpRow({ from, octets, tints, selected, pointed, onPoint, onSelect }: RowProps) {
  const places = Array.from({ length: A_ROW }, (_, at) => from + at);
  const isIn = (span: string, at: number): boolean => {
    const [start = 0, end = 0] = span.split(' ').map(Number);
    return span !== '' && at >= start && at < end;
  };
  return (
    <div className="hex-row">
      <span className="hex-offset">{from.toString(16).toUpperCase().padStart(4, '0')}</span>
      <span className="hex-octets">
        {places.map((at) => {
          const octet = octets[at];
          if (octet === undefined) return <span key={at} className="hex-octet hex-none" />;
          return (
            // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the arrows do the same on the dump
            <span
              key={at}
              className={classes('hex-octet', `hex-${tints[at] ?? 'none'}`, isIn(selected, at) && 'hex-on', isIn(pointed, at) && 'hex-pointed')}
              data-octet={at}
              onPointerEnter={() => onPoint(at)}
              onClick={() => onSelect(at)}
            >
              {octet.toString(16).toUpperCase().padStart(2, '0')}
            </span>
          );
        })}
      </span>
      <span className="hex-text">
        {places.map((at) => {
          const octet = octets[at];
          return octet === undefined ? null : (
            <span key={at} className={classes(isIn(selected, at) && 'hex-on')}>
              {asciiOf(octet)}
            </span>
          );
        })}
      </span>
    </div>
  );
});
