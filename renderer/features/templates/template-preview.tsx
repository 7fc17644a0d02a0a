import type { Template } from '../../../shared/domain/template';
import { scaleText } from '../../components/format/scale-text';
import { counted } from '../../components/format/number';
import { KIND_WORDS } from './template-words';

export interface TemplatePreviewProps {
  readonly template: Template;
  /** By point, the address as it is shown; empty where it is not known. */
  readonly addresses: readonly (string | undefined)[];
  /** Heading of the addresses where they are not in the notation that is set. */
  readonly addressTitle?: string;
}

/** Rows drawn at once; more are counted. */
const MOST_DRAWN = 300;

/** What a template holds and where it was read, before anything is made from it. */
export function TemplatePreview({ template, addresses, addressTitle = 'Address' }: TemplatePreviewProps) {
  const { document, points, notes } = template;
  const writable = points.filter(({ access }) => access !== 'read').length;
  return (
    <section className="template-preview" aria-label={`${template.vendor} ${template.model}`}>
      <h3 className="template-title">
        {template.vendor} {template.model}
        <span className="dim">{`${KIND_WORDS[template.kind]}, ${counted(points.length, 'point')}${writable === 0 ? '' : `, ${writable} of them can be written`}`}</span>
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="template-about" tabIndex={0} role="region" aria-label="Document and notes">
        <dl className="pairs">
          <dt>Document</dt>
          <dd>{document.title}</dd>
          <dt>Revision</dt>
          <dd>{document.revision}</dd>
          <dt>Read at</dt>
          <dd>{document.readAt}</dd>
          {document.remark === '' ? null : (
            <>
              <dt>Remark</dt>
              <dd>{document.remark}</dd>
            </>
          )}
        </dl>
        {notes.length === 0 ? null : (
          <ul className="template-notes">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="template-points" tabIndex={0} role="region" aria-label="Points of the template">
        <table className="list">
          <thead>
            <tr>
              <th className="num">{addressTitle}</th>
              <th>Name</th>
              <th>Type</th>
              <th>Unit</th>
              <th>Access</th>
            </tr>
          </thead>
          <tbody>
            {points.slice(0, MOST_DRAWN).map((point, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- points of a template have no identity, and the list does not change
              <tr key={at}>
                <td className="num mono">{addresses[at] ?? ''}</td>
                <td title={point.description}>{point.name}</td>
                <td>{`${point.dataType} ${scaleText(point)}`.trim()}</td>
                <td>{point.unit}</td>
                <td>{point.access === 'read' ? 'read' : point.access === 'write' ? 'write' : 'read, write'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {points.length > MOST_DRAWN ? <p className="template-more dim">{`${points.length - MOST_DRAWN} more`}</p> : null}
      </div>
    </section>
  );
}
