import type { Point } from '../../../shared/domain/point';
import type { Simulator } from '../../../shared/domain/simulator';
import type { SourceDraft } from './source-draft';

/** What the fields of a kind of source are given. */
export interface SourceFieldsProps {
  readonly simulator: Simulator;
  /** The first of those that it is for. */
  readonly point: Point | undefined;
  readonly draft: SourceDraft;
  readonly onChange: (part: Partial<SourceDraft>) => void;
}
