import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './run.mjs';

/** @param {string} file */
function readSetting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function isSetuidRoot(file) {
  try {
    const { uid, mode } = statSync(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}

/**
 * What Electron's sandbox needs on this system.
 * @param {string} folder of the runtime
 * @param {(line: string) => void} say
 * @returns {string[]} switches for the command line
 * @throws where an unprivileged user may not make the sandbox, with the commands that allow it
 */
export function sandboxSwitches(folder, say) {
  if (process.platform !== 'linux') return [];
  if (isRoot()) {
    say("Started as root: Chromium's sandbox does not work for root and is off in this run. Start as an ordinary user to have it on.");
    return ['--no-sandbox'];
  }
  const restricted = readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' || readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0';
  const helper = join(folder, 'chrome-sandbox');
  if (restricted && !isSetuidRoot(helper)) {
    throw new Error(`This system lets no ordinary user make a sandbox by itself. Allow Electron's helper to do it:\n  sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`);
  }
  return [];
}
