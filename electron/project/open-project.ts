import { ProcedureError } from '../../shared/contract/answer';
import { EditHistory, type Step } from './edit-history';
import { applyStep, keepNotes, patchProject, wholePatches, type Recipe } from './patch-project';
import { ProjectSaver } from './project-saver';
import type { ProjectAdapter } from './project-adapter';
import type { ProjectRules } from './project-rules';
import type { ProjectVersions, ProjectVersion } from './project-versions';
import type { WriteAccess } from '../disk/write-access';
import type { Point } from '../../shared/domain/point';
import type { Project } from '../../shared/domain/project';
import type { Micros } from '../../shared/domain/time';
import type { Clock, DriverLog } from '../protocols/protocol';

export interface OpenProjectOptions {
  readonly project: Project;
  readonly savedAt: Micros | null;
  readonly recovery: string;
  /** True where the file must be written although nothing was edited. */
  readonly rewrite: boolean;
  readonly adapter: ProjectAdapter;
  readonly versions: ProjectVersions;
  readonly rules: ProjectRules;
  readonly access: WriteAccess;
  readonly clock: Clock;
  readonly log: DriverLog;
  /** Writes the project as one file for another machine. */
  readonly exportProject: (project: Project) => Promise<{ name: string; octets: Uint8Array }>;
  readonly onClosed: () => void;
}

export interface ProjectChange {
  readonly before: Project;
  readonly after: Project;
  readonly revision: number;
}

/**
 * A project that is open: what every part of the product reads, and the one way to change it. The project is
 * immutable; each change gives a new one that shares what it did not touch. Every edit is saved at once. Undo and redo
 * change the project only, never a device.
 */
export class OpenProject {
  readonly recovery: string;
  private current: Project;
  private revisionNow = 1;
  private closed = false;
  private readonly history = new EditHistory();
  private readonly saver: ProjectSaver;
  private readonly changeListeners = new Set<(change: ProjectChange) => void>();
  private readonly saveListeners = new Set<() => void>();

  constructor(private readonly options: OpenProjectOptions) {
    this.current = options.project;
    this.recovery = options.recovery;
    this.saver = new ProjectSaver({
      adapter: options.adapter,
      clock: options.clock,
      log: options.log,
      project: options.project,
      savedAt: options.savedAt,
      onState: () => this.tell(this.saveListeners, (listener) => listener()),
    });
    if (options.rewrite && !options.access.readOnly) this.saver.save(options.project);
  }

  get project(): Project {
    return this.current;
  }

  /** Raised with every edit, note, undo and redo; 1 when the project is opened. */
  get revision(): number {
    return this.revisionNow;
  }

  get readOnly(): boolean {
    return this.options.access.readOnly;
  }

  /** Why it can't be changed, in plain words; empty when it can. */
  get readOnlyReason(): string {
    return this.options.access.reason;
  }

  get savedAt(): Micros | null {
    return this.saver.savedAt;
  }

  /** Why the last save failed; empty when it did not. It is tried again by itself. */
  get saveError(): string {
    return this.saver.saveError;
  }

  get undoLabel(): string | null {
    return this.history.undoLabel;
  }

  get redoLabel(): string | null {
    return this.history.redoLabel;
  }

  /**
   * Changes the project by a recipe on a draft. Throws `bad_input` or `conflict`, and then nothing has changed.
   * @param label what was done, as the undo button says it: `Delete 12 rows`
   * @returns the new revision; that of before when the recipe changed nothing
   */
  edit(label: string, recipe: Recipe): number {
    this.mustBeWritable();
    const { project, forward, backward } = patchProject(this.current, recipe);
    if (project === this.current) return this.revisionNow;
    this.options.rules.check(this.current, project);
    this.history.push({ label, forward, backward });
    return this.become(project);
  }

  /** To be awaited before an edit that brings many points: checks them in small slices, so that the edit takes no time. They must be frozen. */
  prepare(protocol: string, points: readonly Point[]): Promise<void> {
    return this.options.rules.prepare(protocol, points);
  }

  /** Like {@link edit}, for what is kept but is no edit of the engineer's (findings, whether a device is wanted connected): not an undo step. */
  note(recipe: Recipe): number {
    this.mustBeWritable();
    const { project } = patchProject(this.current, recipe);
    if (project === this.current) return this.revisionNow;
    this.options.rules.check(this.current, project);
    return this.become(project);
  }

  /** Takes the last edit back; throws `conflict` when there is none. */
  undo(): { readonly label: string; readonly revision: number } {
    this.mustBeWritable();
    const step = this.history.undo();
    if (step === null) throw new ProcedureError('conflict', 'There is nothing to undo.', { reason: 'nothing_to_undo' });
    return { label: step.label, revision: this.step(step.backward) };
  }

  /** Does the edit again that was taken back; throws `conflict` when there is none. */
  redo(): { readonly label: string; readonly revision: number } {
    this.mustBeWritable();
    const step = this.history.redo();
    if (step === null) throw new ProcedureError('conflict', 'There is nothing to redo.', { reason: 'nothing_to_redo' });
    return { label: step.label, revision: this.step(step.forward) };
  }

  /** Told after every change, in order. @returns the end of it */
  onChange(listener: (change: ProjectChange) => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  /** Told when `savedAt` or `saveError` changed. @returns the end of it */
  onSaveState(listener: () => void): () => void {
    this.saveListeners.add(listener);
    return () => this.saveListeners.delete(listener);
  }

  /** Keeps the project as it is now under a name. The oldest versions go when there are too many. */
  saveVersion(name: string): Promise<ProjectVersion> {
    this.mustBeWritable();
    return this.options.versions.save(this.current, name);
  }

  /** The named versions, newest first. */
  versions(): Promise<ProjectVersion[]> {
    return this.options.versions.list();
  }

  /** Goes back to a named version, as an edit that can be undone. Connection wishes and findings stay as they are. */
  async restoreVersion(versionId: string): Promise<number> {
    this.mustBeWritable();
    const { project, name } = await this.options.versions.load(versionId);
    this.mustBeWritable();
    const before = this.current;
    const after = keepNotes(before, { ...project, id: before.id, createdAt: before.createdAt });
    this.options.rules.check(before, after);
    this.history.push({ label: `Restore version ${name}`, ...wholePatches(before, after) });
    return this.become(after);
  }

  /** The project as one file for another machine: versioned, with a checksum, without secrets. */
  exportFile(): Promise<{ name: string; octets: Uint8Array }> {
    return this.options.exportProject(this.current);
  }

  /** Resolves when the project as it is now is on the disk; rejects with `conflict` when it can't be saved. */
  flush(): Promise<void> {
    return this.saver.flush();
  }

  /** Saves and closes. Rejects when it can't be saved: then it stays open, and nothing is lost. */
  async close(): Promise<void> {
    if (this.closed) return;
    await this.saver.flush();
    await this.abandon();
  }

  /** Closes without another try to save; only for a shutdown that can't wait. */
  async abandon(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.saver.stop();
    this.changeListeners.clear();
    this.saveListeners.clear();
    this.options.onClosed();
  }

  private mustBeWritable(): void {
    if (this.closed) throw new ProcedureError('conflict', 'The project has been closed.', { reason: 'closed' });
    if (this.options.access.readOnly) throw new ProcedureError('conflict', this.options.access.reason, { reason: 'read_only' });
  }

  private step(patches: Step['forward']): number {
    const project = applyStep(this.current, patches);
    this.options.rules.follow(this.current, project);
    return this.become(project);
  }

  private become(project: Project): number {
    const before = this.current;
    this.current = project;
    this.revisionNow += 1;
    this.saver.save(project);
    const change = { before, after: project, revision: this.revisionNow };
    this.tell(this.changeListeners, (listener) => listener(change));
    return this.revisionNow;
  }

  /** A listener that throws must not keep the others from hearing. */
  private tell<L>(listeners: ReadonlySet<L>, call: (listener: L) => void): void {
    for (const listener of listeners) {
      try {
        call(listener);
      } catch (error) {
        this.options.log.error(`A listener of the project ${this.current.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }
}
