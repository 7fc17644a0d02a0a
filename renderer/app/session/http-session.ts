import { z } from 'zod';

/** Login of a browser at the gateway. In the desktop window there is none. */
const SESSION_PATH = '/api/v1/session';

/** Who the engine takes this browser for; nobody before the login. */
const sessionSchema = z.object({ user: z.string().nullable() });

/** True when the engine knows this browser; rejects when the engine does not answer. */
export async function sessionIsValid(): Promise<boolean> {
  const answer = await fetch(SESSION_PATH, { credentials: 'same-origin', cache: 'no-store' });
  if (!answer.ok) throw new Error(`The engine answered ${answer.status}.`);
  return sessionSchema.parse(await answer.json()).user !== null;
}

/** @returns empty when it is done, else why not */
export async function logIn(token: string): Promise<string> {
  const body = JSON.stringify({ token });
  let answer: Response;
  try {
    answer = await fetch(SESSION_PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body, credentials: 'same-origin' });
  } catch {
    return 'The engine does not answer. It may have been stopped.';
  }
  if (answer.ok) return '';
  if (answer.status === 429) return 'Too many attempts. Wait a minute, then try again.';
  return answer.status === 401 ? 'This token is not valid.' : `The engine answered ${answer.status}.`;
}

export async function logOut(): Promise<void> {
  await fetch(SESSION_PATH, { method: 'DELETE', credentials: 'same-origin' });
}
