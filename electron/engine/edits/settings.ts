import type { z } from 'zod';
import { ProcedureError } from '../../../shared/contract/answer';
import type { SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import type { Protocol, ServerCapability } from '../../protocols/protocol';
import { Vault } from '../../security/vault';
import { fieldErrors } from '../../doors/field-errors';
import { secretsIn, withSecrets } from './setting-secrets';

/** Checks settings by a protocol's schema. @throws ProcedureError `bad_input` naming each bad field below `path` */
export function parseSettings(schema: z.ZodType<Opaque>, settings: Opaque, path: string): Opaque {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const fields = fieldErrors(parsed.error).map((field) => ({ path: field.path === '' ? path : `${path}.${field.path}`, message: field.message }));
  throw new ProcedureError('bad_input', `The settings do not fit: ${fields.map((field) => `${field.path}: ${field.message}`).join('; ')}.`, { fields });
}

/**
 * Checks values that new lines or devices begin with: each one that is given by the protocol's schema; what is not given
 * is nobody's fault yet. @throws ProcedureError `bad_input` naming each bad field below `path`
 */
export function checkDefaults(schema: z.ZodType<Opaque>, defaults: Opaque, path: string): void {
  const parsed = schema.safeParse(defaults);
  const fields = (parsed.success ? [] : fieldErrors(parsed.error)).filter((field) => Object.hasOwn(defaults, field.path.split('.')[0] ?? ''));
  if (fields.length === 0) return;
  const named = fields.map((field) => ({ path: `${path}.${field.path}`, message: field.message }));
  throw new ProcedureError('bad_input', `The settings do not fit: ${named.map((field) => `${field.path}: ${field.message}`).join('; ')}.`, { fields: named });
}

/** Whom secrets in a line's settings, or in those of its devices, are for. */
export function peerOf(protocol: Protocol, lineSettings: Opaque): string {
  return protocol.peerKey?.(lineSettings) ?? protocol.lineKey(lineSettings);
}

/** Defaults of new lines hold no secret: it would stand in the project file, or be for nobody. @throws ProcedureError `bad_input` */
export function refuseSecrets(settings: Opaque, fields: readonly SettingField[], path: string): void {
  const secrets = secretsIn(settings, fields).map((secret) => ({ path: `${path}.${secret.path}`, message: 'is entered for each line, not as a default' }));
  if (secrets.length > 0) throw new ProcedureError('bad_input', `The settings do not fit: ${secrets.map((secret) => `${secret.path} ${secret.message}`).join('; ')}.`, { fields: secrets });
}

/** References that were kept for another peer (the host was changed) are asked for again. @throws ProcedureError `bad_input` naming each field */
function refuseOthers(settings: Opaque, fields: readonly SettingField[], vault: Vault, peer: string, path: string): void {
  const others = secretsIn(settings, fields).flatMap(({ path: at, label, value }) => {
    const message = Vault.isReference(value) ? vault.refusal(value, peer) : null;
    return message === null ? [] : [{ path: `${path}.${at}`, message, label }];
  });
  const [first] = others;
  if (first) throw new ProcedureError('bad_input', `${first.label} ${first.message}.`, { fields: others.map(({ path: at, message }) => ({ path: at, message })) });
}

/**
 * Puts secrets that were typed in into the vault and their references into the settings in their place: a project file
 * never holds a secret. @throws ProcedureError `conflict` where secrets can't be kept
 */
export async function keepSecrets(settings: Opaque, fields: readonly SettingField[], vault: Vault, peer: string): Promise<Opaque> {
  const references = new Map<string, string>();
  for (const { path, value } of secretsIn(settings, fields)) if (!Vault.isReference(value)) references.set(path, await vault.put(value, peer));
  return withSecrets(settings, fields, references);
}

interface GivenSettings {
  readonly lineSettings: Opaque;
  readonly settings: Opaque;
}

/** Line and device settings of a new or edited device, checked; secrets stay as they are. @throws ProcedureError `bad_input` */
export function checkedSettings(protocol: Protocol, given: GivenSettings, vault: Vault): GivenSettings {
  const lineSettings = parseSettings(protocol.lineSettings, given.lineSettings, 'lineSettings');
  const settings = parseSettings(protocol.deviceSettings, given.settings, 'settings');
  const { lineFields, deviceFields } = protocol.description;
  const peer = peerOf(protocol, lineSettings);
  refuseOthers(lineSettings, lineFields, vault, peer, 'lineSettings');
  refuseOthers(settings, deviceFields, vault, peer, 'settings');
  return { lineSettings, settings };
}

/** Line and device settings of a new or edited device, checked and with their secrets kept. */
export async function takeSettings(protocol: Protocol, given: GivenSettings, vault: Vault): Promise<GivenSettings> {
  const { lineSettings, settings } = checkedSettings(protocol, given, vault);
  const { lineFields, deviceFields } = protocol.description;
  const peer = peerOf(protocol, lineSettings);
  return {
    lineSettings: await keepSecrets(lineSettings, lineFields, vault, peer),
    settings: await keepSecrets(settings, deviceFields, vault, peer),
  };
}

/** Whom secrets of ports are for on which a protocol is served: this computer, whoever connects. */
export function servedPeer(protocol: string): string {
  return `served ${protocol}`;
}

/** Settings of a served unit, checked and with their secrets kept. @throws ProcedureError `bad_input` naming each field */
export async function takeUnitSettings({ unitSettings: schema, description }: ServerCapability, given: Opaque, vault: Vault, path: string): Promise<Opaque> {
  const settings = parseSettings(schema, given, path);
  const peer = servedPeer(description.protocol);
  refuseOthers(settings, description.unitFields, vault, peer, path);
  return keepSecrets(settings, description.unitFields, vault, peer);
}

/** Settings without what is secret in them: it was typed in for another peer. */
export function withoutSecrets(settings: Opaque, fields: readonly SettingField[]): Opaque {
  const secret = new Set(secretsIn(settings, fields).map(({ path }) => path));
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !secret.has(key)));
}

/** Settings of a served port, checked and with their secrets kept. @throws ProcedureError `bad_input` naming each field */
export async function takePortSettings({ settings: schema, description }: ServerCapability, given: Opaque, vault: Vault, path: string): Promise<Opaque> {
  const settings = parseSettings(schema, given, path);
  const peer = servedPeer(description.protocol);
  refuseOthers(settings, description.portFields, vault, peer, path);
  return keepSecrets(settings, description.portFields, vault, peer);
}
