import type { CommandRun, PreparedPointCommand } from '../../../shared/contract/commands';
import { Button } from '../../components/button/button';
import { CommandVerdict } from './command-verdict';

export interface CommandFooterProps {
  readonly run: CommandRun | null;
  readonly busy: boolean;
  readonly user: string;
  readonly prepared: PreparedPointCommand | null;
  readonly offReason: string;
  /** Microseconds since 1970, moving. */
  readonly now: number;
  /** Whom it is sent to. */
  readonly act: string;
  readonly onSend: () => void;
  readonly onOperate: () => void;
  readonly onCancelSelected: () => void;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** The acts of a command in each of its states; its verdict takes their place. */
export function CommandFooter(props: CommandFooterProps) {
  const { run, busy, user, prepared, offReason, now, act } = props;
  if (run?.state === 'selected' && !busy) {
    const leftS = Math.max(0, ((run.selectedUntil ?? now) - now) / 1_000_000);
    return (
      <div key="selected" className="write-footer">
        <span className="grow command-left" role="timer">{`Selected; it may be operated for ${leftS.toFixed(1)} s more`}</span>
        <Button big onClick={props.onCancelSelected}>Cancel the select</Button>
        <Button big variant="primary" keys="Ctrl+Enter" autoFocus onClick={props.onOperate}>Operate now</Button>
      </div>
    );
  }
  if (run !== null && run.verdict !== null) {
    return (
      <div key="ended" className="write-footer">
        <span className="grow"><CommandVerdict run={run} /></span>
        <Button big onClick={props.onAgain}>Command again</Button>
        <Button big variant="primary" keys="Esc" autoFocus onClick={props.onClose}>Close</Button>
      </div>
    );
  }
  const words = run?.state === 'watching' ? 'Waiting for the feedback' : busy ? 'On its way' : prepared?.twoSteps === true ? `Select at ${act}` : `Operate ${act}`;
  return (
    <div key="asking" className="write-footer">
      <span className="who grow">{user === '' ? '' : `Recorded as ${user}`}</span>
      <Button big keys="Esc" onClick={props.onClose}>{busy ? 'Close' : 'Cancel'}</Button>
      <Button big variant="primary" keys="Ctrl+Enter" offReason={busy ? 'It is on its way.' : offReason} onClick={props.onSend}>{words}</Button>
    </div>
  );
}
