import { join } from 'node:path';
import type { Template } from '../../shared/domain/template';
import type { FileSystem } from '../disk/file-system';
import { readTemplate } from './template-file';

/** A file of a folder of templates: what it holds, or why it can't be used. */
export interface FoundTemplate {
  /** File name without its ending. */
  readonly name: string;
  readonly template: Template | null;
  readonly problem: string;
}

/** Reads every template of a folder, by name. A file that can't be read hides no other. */
export async function readTemplateFolder(fileSystem: FileSystem, folder: string): Promise<FoundTemplate[]> {
  const names = (await fileSystem.list(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map((name) => readOne(fileSystem, join(folder, name), name.slice(0, -'.json'.length))));
}

async function readOne(fileSystem: FileSystem, path: string, name: string): Promise<FoundTemplate> {
  const octets = await fileSystem.read(path);
  if (octets === null) return { name, template: null, problem: 'the file is gone' };
  const read = readTemplate(octets);
  return read.ok ? { name, template: read.template, problem: '' } : { name, template: null, problem: read.message };
}

/** The templates that came with the product. They do not change while it runs: read once. */
export class ProductTemplates {
  private found: Promise<FoundTemplate[]> | null = null;

  /** @param folder null where there is none: then there are no templates */
  constructor(
    private readonly fileSystem: FileSystem,
    private readonly folder: string | null,
  ) {}

  list(): Promise<FoundTemplate[]> {
    this.found ??= this.folder === null ? Promise.resolve([]) : readTemplateFolder(this.fileSystem, this.folder);
    return this.found;
  }
}
