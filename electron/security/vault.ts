import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ProcedureError } from '../../shared/contract/answer';
import { AtomicFile } from '../disk/atomic-file';
import { PlainError } from '../disk/plain-error';
import { fileTrouble, NodeFileSystem, type FileSystem } from '../disk/file-system';
import { parseJson } from '../disk/parse-json';
import { VAULT_KEY_OCTETS } from './vault-key-file';

/** The key, or why there is none: then nothing can be kept or opened. */
export type VaultKey = { readonly ok: true; readonly key: Uint8Array } | { readonly ok: false; readonly reason: string };

export const VAULT_PREFIX = 'vault:';

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
/** `peer` is missing in what was kept before secrets were bound to one; those do not open. */
const sealedSchema = z.object({ iv: base64, tag: base64, data: base64, peer: z.string().optional() });
type Sealed = z.infer<typeof sealedSchema>;
const fileSchema = z.object({ version: z.literal(1), secrets: z.record(z.uuid(), sealedSchema) });

const IV_OCTETS = 12;
const TAG_OCTETS = 16;
const MOST_SECRETS = 10_000;
const LONGEST_SECRET = 64 * 1024;

export interface VaultOptions {
  readonly path: string;
  readonly key: VaultKey;
  /** The tenant: a secret that is copied into another tenant's file does not open there. */
  readonly tenantId: string;
  readonly readOnly?: boolean;
  readonly fileSystem?: FileSystem;
}

/**
 * The secrets of one tenant, each sealed with AES-256-GCM (NIST SP 800-38D, from memory) under a nonce of its own, with
 * its tenant, its id and the peer that it is for as additional data. Outside it a secret is named by a reference,
 * `vault:<id>`, which anybody may write into the settings of any line: it opens only for the peer that it was typed in for.
 */
export class Vault {
  private changes: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: AtomicFile,
    private readonly options: VaultOptions,
    private secrets: Readonly<Record<string, Sealed>>,
  ) {}

  /** Rejects when the file can't be read or is damaged. */
  static async open(options: VaultOptions): Promise<Vault> {
    if (options.key.ok && options.key.key.byteLength !== VAULT_KEY_OCTETS) throw new Error(`The vault's key has ${options.key.key.byteLength} octets, not ${VAULT_KEY_OCTETS}.`);
    const file = new AtomicFile({ fileSystem: options.fileSystem ?? new NodeFileSystem(), path: options.path, previousPath: `${options.path}.previous` });
    // Between the two renames of a save there is only the temporary file, whole, and the one before.
    const octets = (await file.read()) ?? (await readInstead(options));
    const content = fileSchema.safeParse(octets === null ? { version: 1, secrets: {} } : parseJson(octets));
    if (!content.success) throw new PlainError(`The vault is damaged: ${options.path}. The version before is ${options.path}.previous.`);
    return new Vault(file, options, content.data.secrets);
  }

  /** True for a reference to a secret, in any vault. */
  static isReference(text: string): boolean {
    return text.startsWith(VAULT_PREFIX);
  }

  /** Keeps a secret for a peer; resolves with its reference when it is on the disk. Throws `conflict` where there is no key. */
  async put(secret: string, peer: string): Promise<string> {
    const key = this.keyOrThrow();
    if (this.options.readOnly === true) throw new ProcedureError('conflict', 'Another instance has this tenant open; secrets can be kept there only.', { reason: 'read_only' });
    if (secret.length > LONGEST_SECRET) throw new ProcedureError('too_large', `A secret may have ${LONGEST_SECRET} characters.`);
    const id = randomUUID();
    await this.change((secrets) => {
      if (Object.keys(secrets).length >= MOST_SECRETS) throw new ProcedureError('too_many', `The vault holds ${MOST_SECRETS} secrets, the most there can be.`);
      return { ...secrets, [id]: { ...seal(key, this.additionalData(id, peer), secret), peer } };
    });
    return `${VAULT_PREFIX}${id}`;
  }

  /** Why a secret does not open for a peer, in plain words; null where it does, or where this vault does not know it. */
  refusal(reference: string, peer: string): string | null {
    const sealed = this.sealed(idOf(reference));
    if (sealed === undefined || sealed.peer === peer) return null;
    return sealed.peer === undefined ? 'was kept without the address that it is for: enter it again' : `was kept for ${sealed.peer}, and this is ${peer}: enter it again`;
  }

  /** Opens a secret for a peer; null for a reference that this vault does not know. Throws `conflict` where the peer is another one or the key does not fit. */
  get(reference: string, peer: string): string | null {
    const id = idOf(reference);
    const sealed = this.sealed(id);
    if (sealed === undefined) return null;
    const refusal = this.refusal(reference, peer);
    if (refusal !== null) throw new ProcedureError('conflict', `A password or key ${refusal}.`, { reason: 'other_peer' });
    const opened = unseal(this.keyOrThrow(), this.additionalData(id, peer), sealed);
    if (opened === null) throw new ProcedureError('conflict', 'A kept secret does not open with the key of this machine. Enter it again.', { reason: 'wrong_vault_key' });
    return opened;
  }

  /** References of everything that is kept. */
  references(): string[] {
    return Object.keys(this.secrets).map((id) => `${VAULT_PREFIX}${id}`);
  }

  /** Forgets secrets for good, from the file before as well. */
  async remove(references: ReadonlySet<string>): Promise<void> {
    if (this.options.readOnly === true) throw new ProcedureError('conflict', 'Another instance has this tenant open; secrets can be removed there only.', { reason: 'read_only' });
    const gone = new Set([...references].map(idOf));
    await this.change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([id]) => !gone.has(id))));
    await this.change((secrets) => secrets);
  }

  /** Resolves when every change is on the disk. */
  async close(): Promise<void> {
    await this.changes.catch(() => undefined);
  }

  /** One change after the other; what could not be written is not kept in memory either. */
  private change(make: (secrets: Readonly<Record<string, Sealed>>) => Readonly<Record<string, Sealed>>): Promise<void> {
    const next = this.changes.catch(() => undefined).then(async () => {
      const secrets = make(this.secrets);
      await this.write(JSON.stringify({ version: 1, secrets }));
      this.secrets = secrets;
    });
    this.changes = next;
    return next;
  }

  private async write(text: string): Promise<void> {
    try {
      await this.file.write([text]);
    } catch (error) {
      throw new ProcedureError('conflict', `The secret could not be kept: ${fileTrouble(error)}.`, { reason: 'not_saved' });
    }
  }

  private keyOrThrow(): Uint8Array {
    const { key } = this.options;
    if (!key.ok) throw new ProcedureError('conflict', `Secrets can't be kept here: ${key.reason}`, { reason: 'no_vault_key' });
    return key.key;
  }

  private sealed(id: string): Sealed | undefined {
    return Object.hasOwn(this.secrets, id) ? this.secrets[id] : undefined;
  }

  private additionalData(id: string, peer: string): Buffer {
    return Buffer.from(`${this.options.tenantId}/${id}/${peer}`);
  }
}

/** Empty for what is no reference. */
function idOf(reference: string): string {
  return reference.startsWith(VAULT_PREFIX) ? reference.slice(VAULT_PREFIX.length) : '';
}

async function readInstead({ path, fileSystem = new NodeFileSystem() }: VaultOptions): Promise<Buffer | null> {
  const finished = await fileSystem.read(`${path}.tmp`);
  if (finished !== null && fileSchema.safeParse(parseJson(finished)).success) return finished;
  return fileSystem.read(`${path}.previous`);
}

function seal(key: Uint8Array, additional: Buffer, secret: string): Omit<Sealed, 'peer'> {
  const iv = randomBytes(IV_OCTETS);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(additional);
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') };
}

function unseal(key: Uint8Array, additional: Buffer, sealed: Sealed): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: TAG_OCTETS });
    decipher.setAAD(additional).setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
