import { useMemo, useState, type ReactNode } from 'react';
import type { DissectedOctets } from '../../../shared/contract/frames';
import { formatCount } from '../../components/format/number';
import { HexDump } from '../../components/octets/hex-dump';
import { octetReadings } from '../../components/octets/octet-readings';
import { octetsOf, spacedHex } from '../../components/octets/octet-text';
import { Splitter } from '../../components/splitter/splitter';
import { Tree, type TreeRow } from '../../components/tree/tree';
import { ancestorsOf, fieldAt, openAtFirst, shownFields, tintsOf, treeFields, type TreeField } from './field-tree';
import './traffic.css';

/** Octets of a field that stand beside it in the tree. */
const PREVIEW = 4;

export interface DissectionViewProps {
  readonly dissected: DissectedOctets;
  /** What the octets are, for the heads of the two panes. */
  readonly title: string;
  readonly tools?: ReactNode;
  readonly treeWidth: number;
  readonly onTreeWidth: (width: number) => void;
}

/** Octets and their fields side by side: choosing in one marks the other. */
export function DissectionView({ dissected, title, tools, treeWidth, onTreeWidth }: DissectionViewProps) {
  const octets = useMemo(() => octetsOf(dissected.octets), [dissected.octets]);
  const fields = useMemo(() => treeFields(dissected.fields), [dissected.fields]);
  const tints = useMemo(() => tintsOf(dissected.fields, octets.length), [dissected.fields, octets.length]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(fields));
  const [selected, setSelected] = useState<string | null>(null);
  const [pointed, setPointed] = useState<TreeField | null>(null);
  const chosen = fields.find(({ id }) => id === selected);
  const rows = useMemo(() => shownFields(fields, open).map((each) => treeRow(each, dissected.octets, open)), [fields, open, dissected.octets]);

  const choose = (octet: number): void => {
    const field = fieldAt(fields, octet);
    if (field === undefined) return;
    setOpen(new Set([...open, ...ancestorsOf(fields, field.at)]));
    setSelected(field.id);
  };
  const toggle = (id: string, expanded: boolean): void => {
    const next = new Set(open);
    if (expanded) next.add(id);
    else next.delete(id);
    setOpen(next);
  };

  return (
    <div className="dissection">
      <section className="dissection-fields" style={{ width: treeWidth }} aria-label="Fields">
        <div className="pane-head">
          Decode
          <span className="sub ell">{title}</span>
          <span className="grow" />
          {tools}
        </div>
        <Tree label="Fields of the octets" rows={rows} selected={selected} onSelect={setSelected} onToggle={toggle} onPoint={(id) => setPointed(fields.find((field) => field.id === id) ?? null)} selectsOnFocus />
      </section>
      <Splitter label="Width of the fields" orientation="vertical" size={treeWidth} minimum={200} maximum={900} onResize={onTreeWidth} />
      <section className="dissection-octets" aria-label="Octets">
        <div className="pane-head">
          Octets
          <span className="sub">{formatCount(octets.length)} octets</span>
        </div>
        <HexDump
          label="Octets"
          octets={octets}
          tints={tints}
          selected={chosen?.field ?? null}
          pointed={pointed?.field ?? null}
          onPoint={(octet) => setPointed(octet === null ? null : (fieldAt(fields, octet) ?? null))}
          onSelect={choose}
        />
        <Legend />
        <Reading field={chosen ?? pointed ?? undefined} octets={octets} />
      </section>
    </div>
  );
}

function treeRow({ id, field, hasChildren }: TreeField, hex: string, open: ReadonlySet<string>): TreeRow {
  const shown = hex.slice(2 * field.offset, 2 * (field.offset + Math.min(field.length, PREVIEW)));
  return {
    id,
    level: field.level,
    name: field.name,
    description: field.text,
    group: field.level === 0,
    expanded: hasChildren ? open.has(id) : undefined,
    mark: <span className="field-octets mono">{`${spacedHex(shown)}${field.length > PREVIEW ? ' …' : ''}`}</span>,
  };
}

function Legend() {
  return (
    <ul className="octet-legend" aria-label="Tints">
      <li>
        <span className="hex-link" /> Link, transport
      </li>
      <li>
        <span className="hex-application" /> Application
      </li>
      <li>
        <span className="hex-data" /> Data
      </li>
      <li>
        <span className="hex-on" /> Selected
      </li>
    </ul>
  );
}

/** What the chosen octets are, and what they would be as common types. */
function Reading({ field, octets }: { readonly field: TreeField | undefined; readonly octets: Uint8Array }) {
  if (field === undefined) return <p className="octet-reading dim">Choose a field, or octets, to read them.</p>;
  const { name, text, offset, length } = field.field;
  const last = offset + length - 1;
  const place = (at: number): string => at.toString(16).toUpperCase().padStart(4, '0');
  return (
    <dl className="pairs octet-reading">
      <dt>Selected</dt>
      <dd>{length === 0 ? name : `${name}, ${formatCount(length)} ${length === 1 ? 'octet' : 'octets'} at ${place(offset)}${length === 1 ? '' : ` to ${place(last)}`}`}</dd>
      <dt>Says</dt>
      <dd>{text}</dd>
      {octetReadings(octets.subarray(offset, offset + length)).map(({ label, value }) => (
        <div key={label} className="octet-pair">
          <dt>{label}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
