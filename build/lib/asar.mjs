/**
 * Packs a few small files as an ASAR archive: a Chromium pickle with the directory as JSON, then the octets.
 * @param {Record<string, string>} files text by file name, no folders
 * @returns {Buffer}
 */
export function packAsar(files) {
  /** @type {Record<string, { size: number, offset: string }>} */
  const directory = {};
  /** @type {Buffer[]} */
  const contents = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const octets = Buffer.from(text);
    directory[name] = { size: octets.length, offset: String(offset) };
    contents.push(octets);
    offset += octets.length;
  }
  const json = Buffer.from(JSON.stringify({ files: directory }));
  const padded = Math.ceil(json.length / 4) * 4;
  const header = Buffer.alloc(16 + padded);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(8 + padded, 4);
  header.writeUInt32LE(4 + padded, 8);
  header.writeUInt32LE(json.length, 12);
  json.copy(header, 16);
  return Buffer.concat([header, ...contents]);
}
