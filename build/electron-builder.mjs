import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './lib/paths.mjs';
import { FOR_APP } from './lib/system-packages.mjs';

/** electron-builder's names for what Node calls the platforms. */
const PREBUILDS = { linux: 'linux', darwin: 'darwin', win32: 'win32' };

/**
 * Only this platform's native modules are shipped, and of Linux's only those for glibc, which Electron itself needs.
 * @param {NodeJS.Platform} platform
 */
function files(platform) {
  const others = Object.entries(PREBUILDS).filter(([name]) => name !== platform).map(([, prefix]) => prefix);
  return [
    'dist/main/**',
    'dist/renderer/**',
    'dist/licences.json',
    'resources/**',
    'package.json',
    '!**/*.map',
    '!**/*.d.ts',
    '!**/*.{md,markdown}',
    '!**/node_modules/**/{test,tests,__tests__,example,examples,docs,benchmark,benchmarks,.github}/**',
    '!**/node_modules/@serialport/bindings-cpp/{src,build}/**',
    '!**/prebuilds/android-*/**',
    ...others.map((prefix) => `!**/prebuilds/${prefix}-*/**`),
    '!**/prebuilds/linux-{arm,arm64}/**',
    '!**/*.musl.node',
    '!**/node_modules/@libsql/*-musl/**',
  ];
}

/**
 * The packaging of the product.
 * @param {object} options
 * @param {NodeJS.Platform} options.platform for which to package
 * @param {string} options.output folder
 * @param {import('./electron-runtime.mjs').Runtime} [options.runtime] taken instead of a download
 * @param {boolean} options.inspectable leaves the inspect fuse on, which the end-to-end tests' driver needs; never for users
 * @returns {import('electron-builder').Configuration}
 */
export function builderConfiguration({ platform, output, runtime, inspectable }) {
  return {
    appId: 'org.thermacore.workstation',
    productName: 'ThermaCore Workstation',
    copyright: 'MIT licence',
    directories: { output, buildResources: inRoot('resources', 'icons') },
    ...(runtime ? { electronDist: runtime.folder, electronVersion: runtime.version } : {}),
    npmRebuild: false,
    asar: true,
    files: files(platform),
    // The runtime's own default application has no place in a packaged one.
    afterPack: ({ appOutDir }) => rmSync(join(appOutDir, 'resources', 'default_app.asar'), { force: true }),
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: inspectable,
      // Electron checks it on Windows and macOS only.
      enableEmbeddedAsarIntegrityValidation: platform !== 'linux',
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    fileAssociations: [{ ext: 'thermacore', name: 'ThermaCore project', description: 'Exported project of ThermaCore Workstation', mimeType: 'application/vnd.thermacore.project', role: 'Editor', icon: inRoot('resources', 'icons', platform === 'win32' ? 'icon.ico' : '256.png') }],
    win: { target: ['zip', 'nsis'], icon: inRoot('resources', 'icons', 'icon.ico') },
    nsis: { oneClick: false, perMachine: false, allowElevation: false, allowToChangeInstallationDirectory: true },
    mac: { target: ['dmg'], category: 'public.app-category.developer-tools', icon: inRoot('resources', 'icons', '512.png') },
    linux: {
      target: ['AppImage', 'deb', 'dir'],
      category: 'Development',
      executableName: 'thermacore-workstation',
      icon: inRoot('resources', 'icons'),
      maintainer: 'The ThermaCore Workstation developers <developers@thermacore.invalid>',
      synopsis: 'Engineering workstation for industrial communication',
    },
    // xdg-utils opens the links.
    deb: { depends: ['xdg-utils', ...FOR_APP.map((entry) => (Array.isArray(entry) ? entry.join(' | ') : entry))] },
    // The deb target asks for a home page; there is none, so a name that can never be anybody's stands in.
    extraMetadata: { homepage: 'https://thermacore.invalid/' },
  };
}
