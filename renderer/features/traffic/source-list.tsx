import { Switch } from '../../components/field/switch';

/** A source of frames as the side panel tells of it. */
export interface ListedSource {
  readonly id: string;
  readonly name: string;
  /** The document of its frames alone. */
  readonly documentId: string;
  readonly protocol: string;
  readonly rate: string;
  readonly figures: readonly string[];
}

export interface SourceListProps {
  readonly title: string;
  readonly sources: readonly ListedSource[];
  readonly hidden: ReadonlySet<string>;
  readonly onShow: (id: string, shown: boolean) => void;
  readonly onOpen: (documentId: string) => void;
}

/** Sources of one kind under their title; nothing where there are none. */
export function SourceList({ title, sources, hidden, onShow, onOpen }: SourceListProps) {
  if (sources.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="traffic-kind">{title}</h3>
      <ul aria-label={title}>
        {sources.map(({ id, name, documentId, protocol, rate, figures }) => (
          <li key={id}>
            <div className="traffic-source">
              <Switch label="" name={`Show the frames of ${name}`} checked={!hidden.has(id)} onChange={(checked) => onShow(id, checked)} />
              <button type="button" className="link ell" title={`Show the frames of ${name} alone`} onClick={() => onOpen(documentId)}>
                {name}
              </button>
              <span className="dim ell">{protocol}</span>
              <span className="grow" />
              <span className="num">{rate}</span>
            </div>
            <p className="dim traffic-figures ell">{figures.join(', ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
