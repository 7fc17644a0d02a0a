import { useEffect, useState } from 'react';
import type { CommandRun } from '../../../shared/contract/commands';
import type { Opaque } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { useClient } from '../../client/client-context';
import { toClientError, type ClientError } from '../../client/client-error';

const FOLLOW_MS = 150;

export interface CommandOrder {
  readonly pointId: string;
  readonly value: WireValue;
  readonly options: Opaque;
  readonly feedback: { readonly pointId: string; readonly expected: WireValue; readonly withinMs: number } | null;
  readonly reason: string;
}

export interface CommandRunState {
  /** Null before one is given. */
  readonly run: CommandRun | null;
  /** A call is on its way. */
  readonly busy: boolean;
  /** Why there is no answer; null while there is none to miss. */
  readonly failure: ClientError | null;
  readonly give: (order: CommandOrder) => void;
  readonly operate: () => void;
  readonly cancel: () => void;
  readonly forget: () => void;
}

/** One command at a time: given, followed step by step while it is on its way, operated or cancelled where it waits. */
export function useCommandRun(): CommandRunState {
  const client = useClient();
  const [id, setId] = useState('');
  const [run, setRun] = useState<CommandRun | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ClientError | null>(null);
  const following = id !== '' && (busy || run?.state === 'selected');

  useEffect(() => {
    if (!following) return undefined;
    let gone = false;
    const timer = setInterval(() => {
      client
        .call('point.commandRun', { commandId: id })
        .then((answer) => {
          // What came meanwhile by the command's own answer is newer.
          if (!gone && answer.run !== null) setRun((before) => (before !== null && before.events.length > (answer.run?.events.length ?? 0) ? before : answer.run));
        })
        // The next one asks again.
        .catch(() => undefined);
    }, FOLLOW_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [client, following, id]);

  const call = (what: Promise<CommandRun | null>): void => {
    setBusy(true);
    setFailure(null);
    what
      .then((answer) => {
        if (answer !== null) setRun(answer);
      })
      .catch((cause: unknown) => setFailure(toClientError(cause)))
      .finally(() => setBusy(false));
  };
  return {
    run,
    busy,
    failure,
    give: (order) => {
      const commandId = crypto.randomUUID();
      setId(commandId);
      setRun(null);
      call(client.call('point.command', { commandId, ...order }));
    },
    operate: () => call(client.call('point.operate', { commandId: id })),
    cancel: () => call(client.call('point.cancelCommand', { commandId: id }).then(async () => (await client.call('point.commandRun', { commandId: id })).run)),
    forget: () => {
      setId('');
      setRun(null);
      setFailure(null);
    },
  };
}
