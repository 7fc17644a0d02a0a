import type { Overview } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Note } from '../../components/note/note';

export function AdviceList({ advice }: { readonly advice: Overview['advice'] }) {
  const { workspace } = useApp();
  const open = useOpenProject();
  return (
    <div className="advice">
      {advice.map((one) => {
        const device = open?.project.devices.find((other) => other.id === one.deviceId);
        const line = open?.project.lines.find((other) => other.id === one.lineId);
        return (
          <Note
            key={`${one.title}/${one.deviceId ?? ''}/${one.lineId ?? ''}`}
            kind="plain"
            title={one.title}
            actions={
              device ? (
                <Button onClick={() => workspace.select({ kind: 'device', deviceId: device.id })}>{`Show ${device.deviceId}`}</Button>
              ) : line ? (
                <Button onClick={() => workspace.select({ kind: 'line', lineId: line.id })}>{`Show ${line.name}`}</Button>
              ) : undefined
            }
          >
            {one.detail}
          </Note>
        );
      })}
    </div>
  );
}
