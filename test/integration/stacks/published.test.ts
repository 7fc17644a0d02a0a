import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** Each library as it would be published: its own folder alone, packed, compiled and used with nothing but Node. */
const ROOT = process.cwd();
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Uses the compiled library for something that only works when all of it is there. */
const USES: Readonly<Record<string, string>> = {
  dnp3: `const { crcDnp, Database, OBJECT_TYPES } = lib; new Database({ binary: [{ index: 0, eventClass: 1 }] }); console.log(OBJECT_TYPES.length > 100 && crcDnp(Uint8Array.of(0x05, 0x64, 0x05, 0xc0, 0x01, 0x00, 0x00, 0x04)) === 0x21e9);`,
  modbus: `console.log(Object.keys(lib).length > 20);`,
};

describe.each(readdirSync(join(ROOT, 'electron/stacks')))('the library %s by itself', (name) => {
  const folder = mkdtempSync(join(tmpdir(), `stack-${name}-`));
  made.push(folder);
  const source = join(folder, 'src');
  cpSync(join(ROOT, 'electron/stacks', name), source, { recursive: true });

  it('has its README and one entry, and imports nothing but Node and itself', () => {
    const files = readdirSync(source);
    expect(files).toEqual(expect.arrayContaining(['README.md', 'index.ts']));
    const imported = files.filter((file) => file.endsWith('.ts')).flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, from = '']) => ({ file, from })));
    expect(imported.length).toBeGreaterThan(20);
    expect(imported.filter(({ from }) => !from.startsWith('node:') && !/^\.\/[a-z0-9-]+$/.test(from))).toEqual([]);
  });

  it('compiles in an empty folder with Node types alone, and the packed result works in plain Node', () => {
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    for (const types of ['@types/node', 'undici-types']) symlinkSync(join(ROOT, 'node_modules', types), join(folder, 'node_modules', types));
    const compilerOptions = { target: 'ES2023', lib: ['ES2023'], module: 'NodeNext', strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, declaration: true, skipLibCheck: true, types: ['node'], rootDir: 'src', outDir: 'dist' };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `stack-${name}`, version: '0.0.0', main: 'dist/index.js', types: 'dist/index.d.ts', files: ['dist', 'src/README.md'] }));
    execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { stdio: 'pipe', encoding: 'utf8' });
    const packed = execFileSync('npm', ['pack', '--offline', '--ignore-scripts', '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
    const used = join(folder, 'used');
    mkdirSync(used);
    execFileSync('tar', ['-xzf', join(folder, packed), '-C', used]);
    const said = execFileSync(process.execPath, ['-e', `const lib = require(${JSON.stringify(join(used, 'package'))}); ${USES[name] ?? 'console.log(Object.keys(lib).length > 0)'}`], { encoding: 'utf8' });
    expect(said.trim()).toBe('true');
  }, 120_000);
});
