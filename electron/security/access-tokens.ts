import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import { permissions, type Permission } from '../../shared/contract/procedure';
import { AtomicFile } from '../disk/atomic-file';
import { PlainError } from '../disk/plain-error';
import { NodeFileSystem, type FileSystem } from '../disk/file-system';
import { parseJson } from '../disk/parse-json';
import type { DriverLog } from '../protocols/protocol';

/** What the holder of a token may do. */
export interface TokenGrant {
  /** Name of the token, which stands as the user in the audit trail. */
  readonly user: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Tenants that it may see; null: all. */
  readonly tenantIds: ReadonlySet<string> | null;
}

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Null: all tenants. */
  readonly tenantIds: readonly string[] | null;
}

const TOKEN_OCTETS = 32;
const MOST_TOKENS = 1000;
/** User name of the token that the first run makes. */
export const FIRST_TOKEN_NAME = 'access-token';

const keptSchema = z.object({
  name: z.string().min(1).max(100),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  permissions: z.array(z.enum(permissions)),
  tenantIds: z.array(z.uuid()).nullable(),
});
const fileSchema = z.object({ version: z.literal(1), tokens: z.array(keptSchema).max(MOST_TOKENS) });
type Kept = z.infer<typeof keptSchema>;

export interface AccessTokensOptions {
  readonly folder: string;
  readonly log: DriverLog;
  readonly fileSystem?: FileSystem;
}

/**
 * Tokens by which clients of the REST and WebSocket doors say who they are. The first run makes one with every
 * permission and puts it into `<folder>/access-token`, readable by its owner only, where people copy it from. Further
 * ones are kept as hashes: a token has 256 random bits, so a plain SHA-256 can't be searched through.
 */
export class AccessTokens {
  private constructor(
    private readonly file: AtomicFile,
    /** Where the first token is, for the message at the start. */
    readonly firstTokenPath: string,
    private readonly first: Kept,
    private kept: readonly Kept[],
  ) {}

  /** Reads the tokens, and makes the first one where there is none. Rejects when a file can't be read or is damaged. */
  static async open({ folder, log, fileSystem = new NodeFileSystem() }: AccessTokensOptions): Promise<AccessTokens> {
    await fileSystem.makeFolder(folder);
    const firstPath = join(folder, 'access-token');
    const token = (await readFirst(fileSystem, firstPath)) ?? (await makeFirst(fileSystem, firstPath, log));
    const file = new AtomicFile({ fileSystem, path: join(folder, 'access-tokens.json') });
    const octets = await file.read();
    const content = fileSchema.safeParse(octets === null ? { version: 1, tokens: [] } : parseJson(octets));
    if (!content.success) throw new PlainError(`The file of access tokens is damaged: ${file.path}. Move it away to start without further tokens.`);
    const first: Kept = { name: FIRST_TOKEN_NAME, hash: hashOf(token).toString('hex'), permissions: [...permissions], tenantIds: null };
    return new AccessTokens(file, firstPath, first, content.data.tokens);
  }

  /** Who holds the token; null for nobody. Every hash is compared in constant time, so the time taken tells nothing. */
  authenticate(token: string): TokenGrant | null {
    const hash = hashOf(token);
    let found: Kept | null = null;
    for (const kept of [this.first, ...this.kept]) if (timingSafeEqual(hash, Buffer.from(kept.hash, 'hex'))) found = kept;
    if (found === null) return null;
    return { user: found.name, permissions: new Set(found.permissions), tenantIds: found.tenantIds === null ? null : new Set(found.tenantIds) };
  }

  /** Makes a token; it is told once, here, and never again. Throws `bad_input` for a name that begins with `#`, `conflict` for one that is taken. */
  async create({ name, permissions: granted, tenantIds }: NewToken): Promise<string> {
    // What the engine keeps of its own under a user's name begins with it.
    if (name.startsWith('#')) throw new ProcedureError('bad_input', 'The name of an access token must not begin with #.', { fields: [{ path: 'name', message: 'must not begin with #' }] });
    if (name === FIRST_TOKEN_NAME || this.kept.some((kept) => kept.name === name)) throw new ProcedureError('conflict', `There is an access token ${name} already.`);
    if (this.kept.length >= MOST_TOKENS) throw new ProcedureError('too_many', `There are ${MOST_TOKENS} access tokens, the most there can be.`);
    const token = randomBytes(TOKEN_OCTETS).toString('base64url');
    const kept = keptSchema.parse({ name, hash: hashOf(token).toString('hex'), permissions: granted, tenantIds });
    await this.keep([...this.kept, kept]);
    return token;
  }

  /** Ends a token. Throws `not_found` for an unknown name; the first one ends when its file is removed. */
  async revoke(name: string): Promise<void> {
    const rest = this.kept.filter((kept) => kept.name !== name);
    if (rest.length === this.kept.length) throw new ProcedureError('not_found', `There is no access token ${name}.`);
    await this.keep(rest);
  }

  /** The further tokens, without their hashes. */
  list(): NewToken[] {
    return this.kept.map(({ name, permissions: granted, tenantIds }) => ({ name, permissions: granted, tenantIds }));
  }

  private async keep(tokens: readonly Kept[]): Promise<void> {
    await this.file.write([JSON.stringify({ version: 1, tokens }, null, 2)]);
    this.kept = tokens;
  }
}

async function readFirst(fileSystem: FileSystem, path: string): Promise<string | null> {
  const octets = await fileSystem.read(path);
  if (octets === null) return null;
  const token = octets.toString('utf8').trim();
  // A short one would be guessed; an empty file is what a crash at the very first start may leave.
  if (token === '') return null;
  if (!/^[A-Za-z0-9_-]{32,200}$/.test(token)) throw new PlainError(`The access token in ${path} is damaged or shorter than 32 characters. Remove the file to have a new one made.`);
  return token;
}

async function makeFirst(fileSystem: FileSystem, path: string, log: DriverLog): Promise<string> {
  const token = randomBytes(TOKEN_OCTETS).toString('base64url');
  await new AtomicFile({ fileSystem, path, mode: 0o600 }).write([`${token}\n`]);
  log.info(`An access token with every permission was made: ${path}`);
  return token;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
