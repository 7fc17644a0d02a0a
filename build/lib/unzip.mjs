import { closeSync, mkdirSync, openSync, readSync, fstatSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * Reads a part of an open file.
 * @param {number} file
 * @param {number} position
 * @param {number} length
 */
function read(file, position, length) {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, buffer, done, length - done, position + done);
    if (count === 0) throw new Error(`The archive ends at octet ${position + done}, ${length - done} octets short.`);
    done += count;
  }
  return buffer;
}

/**
 * Unpacks a zip archive (no Zip64, no encryption: what the runtime's archive is) with Node alone, since a fresh
 * system has no unzip. Entries that would leave the target folder are refused.
 * @param {string} archive
 * @param {string} target folder, created
 * @param {(name: string) => string | undefined} place gives an entry's path below the target, or undefined to leave it out
 * @returns {number} how many files were written
 */
export function unzip(archive, target, place) {
  const file = openSync(archive, 'r');
  try {
    const size = fstatSync(file).size;
    const tail = read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
    if (end < 0) throw new Error(`${archive} is not a zip archive: it has no central directory.`);
    const count = tail.readUInt16LE(end + 10);
    const directory = read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    let written = 0;
    for (let index = 0, at = 0; index < count; index += 1) {
      if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`${archive}: entry ${index} of the central directory is damaged.`);
      const method = directory.readUInt16LE(at + 10);
      const packed = directory.readUInt32LE(at + 20);
      const nameLength = directory.readUInt16LE(at + 28);
      const mode = directory.readUInt32LE(at + 38) >>> 16;
      const offset = directory.readUInt32LE(at + 42);
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
      const wanted = place(name);
      if (wanted === undefined || name.endsWith('/')) continue;
      const relative = normalize(wanted);
      if (relative.startsWith(`..${sep}`) || relative.startsWith(sep)) throw new Error(`${archive}: entry ${name} points outside the archive.`);
      const local = read(file, offset, 30);
      const octets = read(file, offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), packed);
      const path = join(target, relative);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, method === 0 ? octets : inflateRawSync(octets), { mode: (mode & 0o777) || 0o644 });
      written += 1;
    }
    return written;
  } finally {
    closeSync(file);
  }
}
