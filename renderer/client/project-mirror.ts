import type { TopicPayload } from '../../shared/contract/events';
import type { ProcedureOutput } from '../../shared/contract/index';
import type { ProjectStep } from '../../shared/contract/project-steps';
import type { Project } from '../../shared/domain/project';
import { applyProjectStep } from './apply-project-step';
import { structuralShare } from './structural-share';

export type OpenProject = NonNullable<ProcedureOutput<'project.current'>>;

/** What a message of the topic `project` came to. */
export type Mirrored =
  /** The project as it is now; null when none is open. */
  | { readonly kind: 'now'; readonly open: OpenProject | null }
  /** More of the same change follows. */
  | { readonly kind: 'more' }
  /** A step is missing: the screen has to subscribe anew. */
  | { readonly kind: 'missed' };

/** Keeps a screen's copy of the open project by the steps that the engine tells. */
export class ProjectMirror {
  #project: Project | null = null;
  #expected = 0;
  #anew = true;
  /** The last one that was whole. */
  #shown: OpenProject | null = null;

  take({ revision, step }: TopicPayload<'project'>): Mirrored {
    if (revision === null || step === null) {
      this.#begin();
      this.#shown = null;
      return { kind: 'now', open: null };
    }
    if (step.serial === 0) this.#begin();
    if (step.serial !== this.#expected || !this.#apply(step)) {
      this.#begin();
      return { kind: 'missed' };
    }
    this.#expected += 1;
    if (!step.complete || this.#project === null) return { kind: 'more' };
    const open = { ...step.file, revision, project: this.#project };
    // Told from the beginning, as after a lost connection, most of it is what was there.
    this.#shown = this.#anew && this.#shown?.project.id === open.project.id ? structuralShare(this.#shown, open) : open;
    this.#project = this.#shown.project;
    this.#anew = false;
    return { kind: 'now', open: this.#shown };
  }

  /** Forgets what belongs to a tenant. */
  clear(): void {
    this.#begin();
    this.#shown = null;
  }

  #begin(): void {
    this.#project = null;
    this.#expected = 0;
    this.#anew = true;
  }

  #apply(step: ProjectStep): boolean {
    try {
      this.#project = applyProjectStep(this.#project, step);
      return true;
    } catch {
      // It does not build on what is here.
      return false;
    }
  }
}
