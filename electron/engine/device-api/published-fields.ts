import { ProcedureError } from '../../../shared/contract/answer';
import type { Opaque } from '../../../shared/domain/point';

/** A field of a published route that can't be taken, with why. */
export function badField(path: string, message: string): ProcedureError {
  return new ProcedureError('bad_input', `${path}: ${message.replace(/\.$/, '')}.`, { fields: [{ path, message }] });
}

/** Certificates are taken as PEM only. @throws ProcedureError `bad_input` naming the field */
export function mustBePem({ ca, certificate, key }: { readonly ca?: string | undefined; readonly certificate?: string | undefined; readonly key?: string | undefined }): void {
  for (const [field, text] of Object.entries({ ca, certificate, key })) {
    if (text !== undefined && text !== '' && !text.includes('-----BEGIN ')) throw badField(`tls.${field}`, 'this version takes certificates and keys as PEM, not by name');
  }
}

/** The fields that were given: what was not given stays as it is. */
export function defined(fields: Readonly<Record<string, string | number | boolean | undefined>>): Opaque {
  const kept: Opaque = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept;
}
