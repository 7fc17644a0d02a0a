import type { z } from 'zod';
import { ProcedureError } from '../../../shared/contract/answer';
import type { SettingField } from '../../../shared/contract/devices';
import type { Opaque } from '../../../shared/domain/point';
import type { Protocol } from '../../protocols/protocol';
import { Vault } from '../../security/vault';
import { fieldErrors } from '../../doors/field-errors';

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

/**
 * Puts secrets that were typed in into the vault and their references into the settings in their place: a project file
 * never holds a secret. @throws ProcedureError `conflict` where secrets can't be kept
 */
export async function keepSecrets(settings: Opaque, fields: readonly SettingField[], vault: Vault): Promise<Opaque> {
  const kept: Opaque = { ...settings };
  for (const { key, kind } of fields) {
    const value = kept[key];
    if ((kind === 'secret' || kind === 'secret-pem') && typeof value === 'string' && value !== '' && !Vault.isReference(value)) kept[key] = await vault.put(value);
  }
  return kept;
}

/** Line and device settings of a new or edited device, checked and with their secrets kept. */
export async function takeSettings(protocol: Protocol, given: { readonly lineSettings: Opaque; readonly settings: Opaque }, vault: Vault): Promise<{ lineSettings: Opaque; settings: Opaque }> {
  const lineSettings = parseSettings(protocol.lineSettings, given.lineSettings, 'lineSettings');
  const settings = parseSettings(protocol.deviceSettings, given.settings, 'settings');
  return {
    lineSettings: await keepSecrets(lineSettings, protocol.description.lineFields, vault),
    settings: await keepSecrets(settings, protocol.description.deviceFields, vault),
  };
}
