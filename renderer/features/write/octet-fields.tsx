import type { OctetField } from '../../../shared/contract/points';
import './octet-fields.css';

/** Octets field by field, each with its name; what a write changes is marked. */
export function OctetFields({ fields, label }: { readonly fields: readonly OctetField[]; readonly label?: string }) {
  return (
    <ol className="octet-fields" aria-label={label}>
      {fields.map((field, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- fields of a frame have their place and nothing else
        <li key={at} className={field.changed ? 'changed' : undefined}>
          <span className="octets">{field.octets}</span>
          <span className="name" title={field.text === '' ? undefined : `${field.name}: ${field.text}`}>
            {field.changed && field.text !== '' ? `${field.name} ${field.text}` : field.name}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** How many octets a frame has. */
export function countOctets(fields: readonly OctetField[]): number {
  return fields.reduce((sum, field) => sum + field.octets.replaceAll(' ', '').length / 2, 0);
}
