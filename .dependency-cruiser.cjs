/**
 * The boundaries of the house: who may import whom. The design is described in docs/architecture.md;
 * `build/check.mjs` also plants a violation and asserts that it is found, since a cruise over no modules passes.
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-circular', 'No circles.', {}, { circular: true }),
    rule('shared-knows-nobody', 'shared imports nothing but the schema library.', { path: '^shared/' }, { pathNot: ['^shared/', 'node_modules/zod/'] }),
    rule('renderer-knows-shared-only', 'The renderer knows shared, never electron.', { path: '^renderer/' }, { path: ['^electron/', '^build/', '^test/'] }),
    rule('electron-never-renderer', 'The main process never imports the renderer.', { path: '^electron/' }, { path: ['^renderer/', '^build/', '^test/'] }),
    rule('electron-package-in-desktop-only', "Only main.ts, preload.ts and desktop/ import 'electron'.", { path: '^electron/', pathNot: ['^electron/(main|preload)\\.ts$', '^electron/desktop/'] }, { path: ['^electron$', 'node_modules/electron/'] }),
    rule('desktop-for-main-only', 'desktop/ is reached from main.ts and preload.ts only.', { path: '^electron/', pathNot: ['^electron/(main|preload)\\.ts$', '^electron/desktop/'] }, { path: '^electron/desktop/' }),
    rule('io-knows-no-protocol', 'io knows no protocol and nothing of the product.', { path: '^electron/io/' }, { path: '^(electron/(?!io/)|shared/)' }),
    rule('disk-knows-shared-only', 'disk reads and writes files safely and knows nothing of what is in them.', { path: '^electron/disk/' }, { path: '^electron/(?!disk/)' }),
    rule('stacks-know-nothing', 'A stack could be published by itself.', { path: '^electron/stacks/([^/]+)/' }, { path: '^(electron|shared|renderer)/', pathNot: '^electron/stacks/$1/' }),
    rule('stacks-need-only-node', 'A stack has no dependency but Node.', { path: '^electron/stacks/' }, { path: 'node_modules/', pathNot: 'node_modules/@types/node' }),
    rule('protocols-do-not-meet', 'A protocol never imports another protocol.', { path: '^electron/protocols/([^/]+)/' }, { path: '^electron/protocols/[^/]+/', pathNot: '^electron/protocols/$1/' }),
    rule('protocols-know-io-stacks-shared', 'A protocol knows protocol.ts, io, stacks and shared.', { path: '^electron/protocols/' }, { path: '^electron/', pathNot: '^electron/(protocols|io|stacks)/' }),
    rule('services-know-the-interface-only', 'Services know protocols/protocol.ts, never a protocol.', { path: '^electron/(acquisition|gateway|processing|discovery|traffic|history|project|tenancy|security|templates|simulation|maps)/' }, { path: '^electron/(protocols/[^/]+/|stacks/|io/|engine/|doors/)' }),
    rule('simulation-knows-the-domain-only', 'What values do over time knows points and times, nobody who serves them.', { path: '^electron/simulation/' }, { path: ['^electron/(?!simulation/|protocols/protocol\\.ts$)', '^shared/contract/'] }),
    rule('keepers-do-not-know-projects', 'What tenants and security share with projects stands in disk/.', { path: '^electron/(tenancy|security)/' }, { path: '^electron/(project|history|acquisition)/' }),
    rule('nobody-imports-engine', 'Nobody imports engine but the two entries (and tests).', { path: '^electron/', pathNot: ['^electron/(main|headless)\\.ts$', '^electron/engine/'] }, { path: '^electron/engine/' }),
    rule('doors-have-no-logic', 'Doors know the contract, the engine comes by constructor.', { path: '^electron/doors/' }, { path: '^electron/(?!doors/)', pathNot: '^electron/security/' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^release/', '^\\.types/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
