import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../electron/project/canonical-json';
import { canonicalPieces } from '../../../electron/project/export-project';
import { ProcedureError } from '../../../shared/contract/answer';
import { makeProject, makeStore, MemoryFileSystem } from '../../support/storage-fixtures';

async function exported(points = 3, change: (project: ReturnType<typeof makeProject>) => void = () => undefined) {
  const project = makeProject(points);
  change(project);
  const store = makeStore('/a', { fileSystem: new MemoryFileSystem() });
  await store.add(project);
  const open = await store.open(project.id);
  return { project, store, file: await open.exportFile() };
}

async function importElsewhere(octets: Uint8Array) {
  const store = makeStore('/b', { fileSystem: new MemoryFileSystem() });
  const imported = await store.importFile(octets);
  return { imported, reopened: await store.open(imported.project.id) };
}

function edited(octets: Uint8Array, change: (envelope: Record<string, unknown>) => void): Uint8Array {
  const envelope = JSON.parse(Buffer.from(octets).toString()) as Record<string, unknown>;
  change(envelope);
  return Buffer.from(JSON.stringify(envelope));
}

describe('an exported project', () => {
  it('comes back on another machine with everything in it, as a new project', async () => {
    const { project, file } = await exported(250, (made) => {
      made.trends = [{ id: crypto.randomUUID(), name: 'Flow', pens: [{ pointId: made.devices[0]!.points[0]!.id, pen: 1 }], spanMs: 60_000 }];
      made.protocols = { modbus: { enabled: true, lineDefaults: { port: 502 }, deviceDefaults: {} } };
    });
    expect(file.name).toBe('Plant.thermacore');
    const { imported, reopened } = await importElsewhere(file.octets);
    expect(imported).toMatchObject({ devices: 1, points: 250, notes: [] });
    expect(reopened.project.id).not.toBe(project.id);
    expect({ ...reopened.project, id: project.id }).toEqual(project);
  });

  it('still fits its checksum when a tool has reformatted it', async () => {
    const { project, file } = await exported();
    const pretty = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(file.octets).toString()), null, 4));
    const { reopened } = await importElsewhere(pretty);
    expect(reopened.project.devices).toEqual(project.devices);
  });

  it('gets identities of its own where the tenant has these devices already, and its trends follow', async () => {
    const { project, store, file } = await exported(2, (made) => {
      made.trends = [{ id: crypto.randomUUID(), name: 'Flow', pens: [{ pointId: made.devices[0]!.points[1]!.id, pen: 1 }], spanMs: 60_000 }];
    });
    const imported = await store.importFile(file.octets);
    const device = imported.project.devices[0]!;
    expect(device.id).not.toBe(project.devices[0]!.id);
    expect(device.lineId).toBe(imported.project.lines[0]!.id);
    expect(imported.project.trends[0]!.pens[0]!.pointId).toBe(device.points[1]!.id);
    expect(imported.notes[0]).toContain('identities of their own');
    expect(await store.list()).toHaveLength(2);
  });

  it('carries no secret and says which to enter again', async () => {
    const { file } = await exported(1, (made) => {
      made.lines[0]!.settings = { host: '127.0.0.1', password: 'vault:9f0c4a52', tls: { key: 'vault:aaaa' } };
    });
    expect(Buffer.from(file.octets).toString()).not.toContain('vault:');
    const { imported } = await importElsewhere(file.octets);
    expect(imported.project.lines[0]!.settings).toEqual({ host: '127.0.0.1', password: '', tls: { key: '' } });
    expect(imported.notes).toEqual(['Secrets are not in the file. Enter it again: line 127.0.0.1:502: password.', 'Secrets are not in the file. Enter it again: line 127.0.0.1:502: tls: key.']);
  });

  it('is refused in plain words when it was changed, cut, made by a newer version, too large or something else', async () => {
    const { file } = await exported();
    const cases: [Uint8Array, string, RegExp][] = [
      [edited(file.octets, (envelope) => void ((envelope['project'] as { name: string }).name = 'Other')), 'bad_input', /does not match its checksum/],
      [edited(file.octets, (envelope) => void (envelope['formatVersion'] = 7)), 'bad_input', /exported by a newer version \(format 7\)/],
      [edited(file.octets, (envelope) => void ((envelope['project'] as { schemaVersion: number }).schemaVersion = 9)), 'bad_input', /newer version \(schema 9\). This version reads up to 2/],
      [edited(file.octets, (envelope) => void delete envelope['checksum']), 'bad_input', /damaged: checksum/],
      [file.octets.subarray(0, 400), 'bad_input', /cut short/],
      [Buffer.from('PK\u0003\u0004 an archive'), 'bad_input', /no exported project/],
      [Buffer.from('{"format":"other"}'), 'bad_input', /no exported project of this product/],
      [new Uint8Array(48 * 1024 * 1024 + 1), 'too_large', /at most 50331648/],
    ];
    for (const [octets, code, message] of cases) {
      const store = makeStore('/b', { fileSystem: new MemoryFileSystem() });
      const error = await store.importFile(octets).then(() => null, (cause: unknown) => cause);
      expect(error).toBeInstanceOf(ProcedureError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
      expect(await store.list()).toEqual([]);
    }
  });

  it('never gets in changed, and never breaks anything, whatever happens to its octets', async () => {
    const { project, file } = await exported(2);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(file.octets.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), async (changes) => {
        const octets = Buffer.from(file.octets);
        for (const [at, value] of changes) octets[at] = value;
        const store = makeStore('/b', { fileSystem: new MemoryFileSystem() });
        const result = await store.importFile(octets).catch((error: unknown) => error);
        if (result instanceof ProcedureError) return;
        // Only what the checksum does not cover may differ: the envelope's own words.
        expect((result as Awaited<ReturnType<typeof store.importFile>>).project.devices).toEqual(project.devices);
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it('refuses any JSON there is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        const store = makeStore('/b', { fileSystem: new MemoryFileSystem() });
        await expect(store.importFile(Buffer.from(text))).rejects.toBeInstanceOf(ProcedureError);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('canonical JSON', () => {
  it('depends on the content only and is JSON of the same content', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { seed: 5 },
    );
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }] })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
  });

  it('is the same in pieces as in one go', () => {
    const project = makeProject(350);
    expect([...canonicalPieces(project)].join('')).toBe(canonicalJson(project));
  });
});
