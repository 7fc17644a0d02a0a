import { useState } from 'react';
import type { FrameDetail } from '../../../shared/contract/frames';
import { Button, IconButton } from '../../components/button/button';
import { Segmented } from '../../components/field/segmented';
import { formatDuration } from '../../components/format/age';
import { formatCount } from '../../components/format/number';
import { asSentence } from '../../components/format/sentence';
import { formatClockMs } from '../../components/format/time';
import { Icon } from '../../components/icon';
import { spacedHex } from '../../components/octets/octet-text';
import { DissectionView } from './dissection-view';

type Shown = 'frame' | 'message';

export interface FramePaneProps {
  readonly detail: FrameDetail;
  readonly treeWidth: number;
  readonly onTreeWidth: (width: number) => void;
  readonly onJump: (seq: number) => void;
  readonly onCopy: (hex: string) => void;
  readonly jumpKeys: string | undefined;
}

/** One frame: its layers, its octets, and what it belongs together with. */
export function FramePane({ detail, treeWidth, onTreeWidth, onJump, onCopy, jumpKeys }: FramePaneProps) {
  const [wanted, setWanted] = useState<Shown>('frame');
  const { row, assembled } = detail;
  const shown = assembled === null ? 'frame' : wanted;
  const dissected = shown === 'message' && assembled !== null ? assembled : detail;
  const title = shown === 'message' && assembled !== null ? assembled.title : `frame ${formatCount(row.seq)}`;
  return (
    <div className="frame-pane">
      <div className="frame-facts">
        {detail.mark === 'none' ? null : (
          <p className={detail.mark === 'problem' ? 'frame-problem' : 'frame-notice'}>
            <Icon name={detail.mark === 'problem' ? 'q-bad' : 'q-unc'} size="s" />
            {asSentence(detail.problem)}
          </p>
        )}
        <Exchange detail={detail} onJump={onJump} jumpKeys={jumpKeys} />
        <span className="grow" />
        <IconButton icon="file" label="Copy these octets as hex" onClick={() => onCopy(spacedHex(dissected.octets))} />
      </div>
      <DissectionView
        // Another frame, other fields: what is open and chosen begins anew.
        key={`${row.seq} ${shown}`}
        dissected={dissected}
        title={title}
        treeWidth={treeWidth}
        onTreeWidth={onTreeWidth}
        tools={
          assembled === null ? undefined : (
            <Segmented
              label="What is taken apart"
              value={shown}
              onChange={setWanted}
              choices={[
                { value: 'frame', label: 'Frame' },
                { value: 'message', label: `All ${assembled.frames.length} frames` },
              ]}
            />
          )
        }
      />
    </div>
  );
}

/** What was asked, and what answered. */
function Exchange({ detail, onJump, jumpKeys }: Pick<FramePaneProps, 'detail' | 'onJump' | 'jumpKeys'>) {
  const { row, answeredBy } = detail;
  const { answers } = row;
  return (
    <p className="frame-exchange">
      <span>{`${formatClockMs(row.time)} ${row.direction}${row.peer === '' ? '' : ` ${row.direction === 'sent' ? 'to' : 'from'} ${row.peer}`}, ${[row.station, row.function].filter(Boolean).join(', ')}`}</span>
      {answers === null ? null : (
        <Button variant="quiet" icon="aleft" keys={jumpKeys} onClick={() => onJump(answers)}>
          {`Answers frame ${formatCount(answers)}${row.roundTripMs === null ? '' : ` after ${formatDuration(row.roundTripMs)}`}`}
        </Button>
      )}
      {answeredBy === null ? null : (
        <Button variant="quiet" icon="aright" keys={answers === null ? jumpKeys : undefined} onClick={() => onJump(answeredBy)}>
          {`Answered by frame ${formatCount(answeredBy)}`}
        </Button>
      )}
    </p>
  );
}
