import type { Inspection } from '../../../shared/contract/points';
import type { WireSample } from '../../../shared/domain/sample';

/** Octets before and after those of the point that are shown; the rest is counted. */
const AROUND = 16;

/** The response that the value came in, with the point's own octets marked, and what is known of the request. */
export function OctetsSection({ inspection, sample }: { readonly inspection: Inspection | null; readonly sample: WireSample | undefined }) {
  const response = inspection?.response ?? null;
  const raw = sample?.raw ?? null;
  if (response === null && raw === null && (inspection?.facts.length ?? 0) === 0) return null;
  const unit = inspection?.facts.find((fact) => fact.label === 'Unit')?.value;
  return (
    <section className="inspect-block">
      <h3>
        Octets as received <span>{unit === undefined ? '' : `unit ${unit}`}</span>
      </h3>
      {response === null ? <p className="mono inspect-octets">{raw ?? ''}</p> : <Response {...response} />}
      <dl className="pairs">
        {(inspection?.facts ?? []).filter((fact) => fact.label !== 'Unit' && fact.label !== 'Address').map((fact) => (
          <FactLine key={fact.label} {...fact} />
        ))}
      </dl>
    </section>
  );
}

function Response({ octets, from, length }: NonNullable<Inspection['response']>) {
  const all = octets.replaceAll(' ', '').match(/../g) ?? [];
  const start = Math.max(0, from - AROUND);
  const end = Math.min(all.length, from + length + AROUND);
  const part = (a: number, b: number): string => all.slice(a, b).join(' ');
  return (
    <p className="mono inspect-octets" aria-label={`Octets ${from + 1} to ${from + length} of ${all.length} are the point's`}>
      <span className="dim">
        {start > 0 ? `${all.slice(0, 3).join(' ')} … ` : ''}
        {part(start > 0 ? Math.max(3, start) : 0, from)}
      </span>{' '}
      <mark>{part(from, from + length)}</mark> <span className="dim">{`${part(from + length, end)}${end < all.length ? ` … ${all.length - end} more` : ''}`}</span>
    </p>
  );
}

function FactLine({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
