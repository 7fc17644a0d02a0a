import { useState } from 'react';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { Button } from '../../components/button/button';
import { Note } from '../../components/note/note';

const MINUTES = 30;

/** Read-only is on: what that means, and the way to arm writing. */
export function ArmNote() {
  const client = useClient();
  const [failure, setFailure] = useState('');
  const arm = (): void => {
    setFailure('');
    client.call('writing.arm', { armed: true, minutes: MINUTES }).catch((cause: unknown) => setFailure(toClientError(cause).message));
  };
  return (
    <Note
      kind="uncertain"
      title="Read-only is on"
      announce
      actions={
        <Button icon="unlock" variant="primary" onClick={arm} autoFocus>
          {`Arm writing for ${MINUTES} minutes`}
        </Button>
      }
    >
      {failure === '' ? 'Nothing is sent to any device until writing is armed. It ends by itself, and who armed it is recorded.' : failure}
    </Note>
  );
}
