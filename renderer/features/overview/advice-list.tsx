import type { Overview } from '../../../shared/contract/devices';
import { useApp } from '../../app/app-context';
import { useOpenProject } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { Note, type NoteProps } from '../../components/note/note';

const GRAVITY: Readonly<Record<Overview['advice'][number]['severity'], { readonly kind: NoteProps['kind']; readonly word: string }>> = {
  failure: { kind: 'bad', word: 'Failure' },
  warning: { kind: 'uncertain', word: 'Warning' },
  hint: { kind: 'plain', word: 'Hint' },
};

/** What to improve, as the engine orders it: failures, warnings, hints. */
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
            kind={GRAVITY[one.severity].kind}
            word={GRAVITY[one.severity].word}
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
