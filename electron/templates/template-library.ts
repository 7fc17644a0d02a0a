import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import type { TemplateSummary } from '../../shared/contract/templates';
import type { Template } from '../../shared/domain/template';
import { AtomicFile } from '../disk/atomic-file';
import { fileTrouble, type FileSystem } from '../disk/file-system';
import type { WriteAccess } from '../disk/write-access';
import { readTemplateFolder, type FoundTemplate, type ProductTemplates } from './product-templates';
import { readTemplate, writeTemplate } from './template-file';

export interface TemplateLibraryOptions {
  readonly product: ProductTemplates;
  readonly fileSystem: FileSystem;
  /** The tenant's own templates, a file each by a UUID of ours; made with the first one. */
  readonly folder: string;
  readonly access: WriteAccess;
}

/** A tenant keeps so many at most. */
const MOST_OWN = 500;

/** The device templates that a tenant can use: the product's and its own. Files are read anew each time: they may have come with a copy of the folder. */
export class TemplateLibrary {
  constructor(private readonly options: TemplateLibraryOptions) {}

  /** By vendor and model, with the files that can't be used. */
  async list(): Promise<{ templates: TemplateSummary[]; problems: { file: string; message: string }[] }> {
    const { product, fileSystem, folder } = this.options;
    const own = (await readTemplateFolder(fileSystem, folder)).filter(({ name }) => z.uuid().safeParse(name).success);
    const found = [...(await product.list()).map((one) => ({ ...one, own: false })), ...own.map((one) => ({ ...one, own: true }))];
    return {
      templates: found.flatMap((one) => summaryOf(one, one.own)).sort((a, b) => a.vendor.localeCompare(b.vendor) || a.model.localeCompare(b.model)),
      problems: found.filter(({ template }) => template === null).map(({ name, problem }) => ({ file: `${name}.json`, message: problem })),
    };
  }

  /** @throws ProcedureError `not_found`, or `conflict` where its file can't be read */
  async get(id: string): Promise<Template> {
    const { origin, name } = partsOf(id);
    if (origin === 'product') {
      const found = (await this.options.product.list()).find((one) => one.name === name);
      if (found?.template) return found.template;
      throw found ? unreadable(name, found.problem) : notFound();
    }
    const octets = await this.options.fileSystem.read(this.pathOf(name));
    if (octets === null) throw notFound();
    const read = readTemplate(octets);
    if (!read.ok) throw unreadable(name, read.message);
    return read.template;
  }

  /** Keeps a template as one of the tenant's own; its file is on the disk when this resolves. */
  async add(template: Template): Promise<string> {
    this.mustWrite();
    const { fileSystem, folder } = this.options;
    const own = (await fileSystem.list(folder)).filter((name) => name.endsWith('.json'));
    if (own.length >= MOST_OWN) throw new ProcedureError('too_many', `There are ${MOST_OWN} templates of your own, the most there can be. Delete one first.`);
    const name = randomUUID();
    try {
      await fileSystem.makeFolder(folder);
      await new AtomicFile({ fileSystem, path: this.pathOf(name) }).write([writeTemplate(template)]);
    } catch (cause) {
      throw new ProcedureError('conflict', `The template could not be kept: ${fileTrouble(cause)}.`);
    }
    return `own:${name}`;
  }

  /** @throws ProcedureError `conflict` for one that came with the product, `not_found` */
  async remove(id: string): Promise<void> {
    const { origin, name } = partsOf(id);
    if (origin === 'product') throw new ProcedureError('conflict', 'This template came with the product and can not be deleted.', { reason: 'product_template' });
    this.mustWrite();
    if ((await this.options.fileSystem.inspect(this.pathOf(name))) === null) throw notFound();
    await this.options.fileSystem.remove(this.pathOf(name));
  }

  private pathOf(name: string): string {
    return join(this.options.folder, `${name}.json`);
  }

  private mustWrite(): void {
    const { readOnly, reason } = this.options.access;
    if (readOnly) throw new ProcedureError('conflict', `Templates can't be changed here. ${reason}`, { reason: 'held_elsewhere' });
  }
}

/** The parts of an id that the contract's schema has passed: no path can be made of them but a file of the folder. */
function partsOf(id: string): { origin: 'product' | 'own'; name: string } {
  return id.startsWith('product:') ? { origin: 'product', name: id.slice('product:'.length) } : { origin: 'own', name: id.slice('own:'.length) };
}

function summaryOf({ name, template }: FoundTemplate, own: boolean): TemplateSummary[] {
  if (template === null) return [];
  const { vendor, model, kind, protocol, document, points } = template;
  return [{ id: `${own ? 'own' : 'product'}:${name}`, own, vendor, model, kind, protocol, document, points: points.length }];
}

function notFound(): ProcedureError {
  return new ProcedureError('not_found', 'There is no such template. It may have been deleted.', { reason: 'no_template' });
}

function unreadable(name: string, problem: string): ProcedureError {
  return new ProcedureError('conflict', `The template ${name}.json can't be used: ${problem}.`, { reason: 'template_unreadable' });
}
