import { Icon } from '../../components/icon';
import type { ProjectSummary } from './can-open';

const words = { saved: 'Saved', recovered: 'Recovered', open_elsewhere: 'Open in another window', newer: 'Newer file version', damaged: 'Damaged file' } as const;

/** State of a project's file: shape, word, then colour. */
export function ProjectState({ project }: { readonly project: ProjectSummary }) {
  const word = words[project.state];
  if (project.state === 'saved') return <span>{word}</span>;
  const kind = project.state === 'recovered' ? 'uncertain' : project.state === 'open_elsewhere' ? 'stale' : 'bad';
  const icon = kind === 'uncertain' ? 'q-unc' : kind === 'stale' ? 'q-stale' : 'q-bad';
  return (
    <span className={`quality quality-${kind}`} title={project.message}>
      <Icon name={icon} size="s" />
      {word}
    </span>
  );
}
