import type { EventSubscription } from '../../doors/contract-engine';
import type { TopicPayload } from '../../../shared/contract/events';
import type { ProjectFile } from '../../../shared/contract/project-steps';
import type { Project } from '../../../shared/domain/project';
import { tellProject } from '../../project/tell-project';

/** The open project as the topic sees it. */
export interface ToldFile extends ProjectFile {
  readonly project: Project;
  readonly revision: number;
}

interface Reader {
  readonly content: boolean;
  pending: boolean;
  /** Whose project it was last told of; another one, or the same one opened anew, is told from the beginning. */
  file: ToldFile | null;
  /** What it has: the very project of the engine, so that what differs is found by comparing objects. */
  project: Project | null;
  serial: number;
  onPending(): void;
}

/**
 * The topic `project`. What waits for a reader is only that something changed: the way from what it has to what is there
 * now is found when it is taken, so a slow reader gets one step for many edits.
 */
export class ProjectTopic {
  private readonly readers = new Set<Reader>();

  constructor(private readonly read: () => ToldFile | null) {}

  changed(): void {
    for (const reader of this.readers) {
      reader.pending = true;
      reader.onPending();
    }
  }

  subscribe({ content }: { readonly content: boolean }, onPending: () => void): EventSubscription {
    const reader: Reader = { content, pending: true, file: null, project: null, serial: 0, onPending };
    this.readers.add(reader);
    onPending();
    return {
      take: () => (reader.pending ? this.take(reader) : undefined),
      close: () => {
        this.readers.delete(reader);
      },
    };
  }

  private take(reader: Reader): TopicPayload<'project'> {
    reader.pending = false;
    const file = this.read();
    if (file !== reader.file) Object.assign(reader, { file, project: null, serial: 0 });
    if (file === null || !reader.content) return { revision: file?.revision ?? null, step: null };
    const { step, reached } = tellProject(reader.project, file.project);
    reader.project = reached;
    const { serial } = reader;
    reader.serial += 1;
    if (!step.complete) {
      reader.pending = true;
      reader.onPending();
    }
    const { revision, readOnly, readOnlyReason, undoLabel, redoLabel, savedAt, saveError, recovery } = file;
    return { revision, step: { serial, ...step, file: { readOnly, readOnlyReason, undoLabel, redoLabel, savedAt, saveError, recovery } } };
  }
}
