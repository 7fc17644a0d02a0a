import { useState, type FormEvent } from 'react';
import { Button } from '../../components/button/button';
import { TextField } from '../../components/field/text-field';
import { Icon } from '../../components/icon';
import { Note } from '../../components/note/note';
import { logIn } from '../session/http-session';

/** A browser shows the access token once; then it holds a cookie that scripts cannot read. */
export function LoginPage({ onDone }: { readonly onDone: () => void }) {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (token.trim() === '' || busy) return;
    setBusy(true);
    void logIn(token.trim()).then((why) => {
      setBusy(false);
      setProblem(why);
      if (why === '') onDone();
      return undefined;
    });
  };

  return (
    <main className="gate">
      <form className="gate-box" onSubmit={submit}>
        <h1>
          <Icon name="mark" size="l" />
          ThermaCore Workstation
        </h1>
        <p className="sec">This engine wants its access token. It made one at its first start, in the file access-token of its data folder.</p>
        <TextField label="Access token" type="password" autoComplete="current-password" mono fill autoFocus value={token} onChange={setToken} />
        {problem === '' ? null : (
          <Note kind="bad" title={problem} announce>
            Copy the whole line of the file access-token, without spaces. Nothing was changed.
          </Note>
        )}
        <div>
          <Button type="submit" variant="primary" big offReason={token.trim() === '' ? 'Enter the access token first' : busy ? 'The engine is being asked' : ''}>
            Log in
          </Button>
        </div>
      </form>
    </main>
  );
}
