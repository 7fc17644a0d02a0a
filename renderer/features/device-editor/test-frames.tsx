import type { DeviceTestResult } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { testDocument, TRAFFIC_DOCUMENT, TRAFFIC_SCREEN } from '../traffic/traffic-view';

/** The way from a connection test to what was sent and came. */
export function TestFrames({ frames, onGo }: { readonly frames: DeviceTestResult['frames']; readonly onGo?: () => void }) {
  const { workspace } = useApp();
  const lines = useOpenProject()?.project.lines;
  if (frames === null) return <p className="dim">Nothing went over the wire.</p>;
  const { sourceId, count } = frames;
  const onLine = lines?.some(({ id }) => id === sourceId) === true;
  const show = (): void => {
    onGo?.();
    workspace.open({ kind: TRAFFIC_DOCUMENT, id: onLine ? sourceId : testDocument(sourceId) }, TRAFFIC_SCREEN);
  };
  return (
    <p>
      <Button icon="traffic" onClick={show}>
        {`Show ${count === 1 ? 'its frame' : `its ${counted(count, 'frame')}`}`}
      </Button>
    </p>
  );
}
