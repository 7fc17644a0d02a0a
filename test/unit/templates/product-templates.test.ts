import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productProtocols } from '../../../electron/engine/product-protocols';
import { checkTemplate } from '../../../electron/templates/check-template';
import { readTemplate, writeTemplate } from '../../../electron/templates/template-file';
import { templateKinds, type Template } from '../../../shared/domain/template';

const FOLDER = join(process.cwd(), 'resources', 'templates');
const protocols = new Map(productProtocols().map((protocol) => [protocol.description.name, protocol]));
const files = readdirSync(FOLDER);

function template(file: string): Template {
  const read = readTemplate(readFileSync(join(FOLDER, file)));
  if (!read.ok) throw new Error(`${file}: ${read.message}`);
  return read.template;
}

describe('the templates of the product', () => {
  it('are at least twelve, of meters, drives, boilers, heat pumps, I/O modules and inverters', () => {
    expect(files.length).toBeGreaterThanOrEqual(12);
    const kinds = new Set(files.map((file) => template(file).kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['meter', 'drive', 'boiler', 'heat-pump', 'io-module', 'inverter']));
    expect(templateKinds).toEqual(expect.arrayContaining([...kinds]));
  });

  it('have names that an id can be made of, one a file', () => {
    for (const file of files) expect(file).toMatch(/^[a-z0-9][a-z0-9-]{0,99}\.json$/);
    expect(new Set(files.map((file) => `${template(file).vendor} ${template(file).model}`)).size).toBe(files.length);
  });

  it.each(files)('%s fits its protocol, with no address twice', (file) => {
    const read = template(file);
    const protocol = protocols.get(read.protocol);
    if (!protocol) throw new Error(`${read.protocol} is not known`);
    expect(checkTemplate(read, protocol)).toEqual([]);
  });

  it.each(files)('%s names its document, has a name for each point, and says when it came second-hand', (file) => {
    const { document, points, settings } = template(file);
    expect(document.title.length).toBeGreaterThan(10);
    expect(document.readAt).toMatch(/\w+\.\w{2,3}\b/);
    // What was read in somebody else's program or library, not in the maker's own document.
    const secondHand = /github\.com\/(?!victronenergy|wirenboard\/wb-mqtt-serial, templates\/config-map)|etm-powersync|star\.ke\.st|lamaplc/.test(document.readAt);
    expect(!secondHand || /second-hand/i.test(document.remark)).toBe(true);
    expect(new Set(points.map(({ name }) => name)).size).toBe(points.length);
    expect(settings).not.toHaveProperty('unitId');
  });

  it.each(files)('%s comes back the same from its file', (file) => {
    const read = template(file);
    expect(readTemplate(Buffer.from(writeTemplate(read)))).toEqual({ ok: true, template: read });
  });
});
