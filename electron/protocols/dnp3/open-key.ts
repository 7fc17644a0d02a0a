import { updateKeyOf } from './security-settings';

/** A key out of the vault by its reference, or as it was typed in. Null where there is none or it does not open: the settings say why. */
export async function openKey(reference: string, secret: (reference: string) => Promise<string | null>): Promise<Uint8Array | null> {
  if (reference === '') return null;
  try {
    const text = await secret(reference);
    return text === null ? null : updateKeyOf(text);
  } catch {
    return null;
  }
}
