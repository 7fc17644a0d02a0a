import type { DeviceTestResult } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { testDocument, TRAFFIC_DOCUMENT, TRAFFIC_SCREEN } from '../traffic/traffic-view';

export interface TestFramesProps {
  readonly frames: DeviceTestResult['frames'];
  /** Within a dialog the screen stays: it is said where the frames are. */
  readonly inDialog: boolean;
}

/** The way from a connection test to what was sent and came. */
export function TestFrames({ frames, inDialog }: TestFramesProps) {
  const { workspace } = useApp();
  const lines = useOpenProject()?.project.lines;
  if (frames === null) return null;
  const { sourceId, count } = frames;
  const line = lines?.find(({ id }) => id === sourceId);
  if (inDialog) return <p className="dim">{`What was sent and came, ${counted(count, 'frame')}, is in Traffic under ${line === undefined ? 'Connection tests' : line.name}.`}</p>;
  return (
    <p>
      <Button icon="traffic" onClick={() => workspace.open({ kind: TRAFFIC_DOCUMENT, id: line === undefined ? testDocument(sourceId) : line.id }, TRAFFIC_SCREEN)}>
        {`Show ${count === 1 ? 'its frame' : `its ${counted(count, 'frame')}`}`}
      </Button>
    </p>
  );
}
