import type { OctetField } from '../../../shared/contract/points';

/** A frame field by field: its octets, what they are, what they say. */
export function OctetTable({ title, fields, empty }: { readonly title: string; readonly fields: readonly OctetField[]; readonly empty: string }) {
  const octets = fields.reduce((sum, field) => sum + field.octets.replaceAll(' ', '').length / 2, 0);
  return (
    <section className="octet-table">
      <h3>{fields.length === 0 ? title : `${title}, ${octets} octets`}</h3>
      {fields.length === 0 ? (
        <p className="dim">{empty}</p>
      ) : (
        <table aria-label={title}>
          <thead>
            <tr>
              <th scope="col">Octets</th>
              <th scope="col">Field</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- fields of a frame have their place and nothing else
              <tr key={at}>
                <td className="mono">{field.octets}</td>
                <th scope="row">{field.name}</th>
                <td>{field.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
