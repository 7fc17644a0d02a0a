import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { LearnedUnit } from '../../../shared/contract/simulators';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { Button } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { MenuButton } from '../../components/menu/menu-button';
import { EmptyState } from '../../components/note/empty-state';
import { addressWords } from './address-words';
import type { PanelProps } from './panel-props';

/** Rows that are drawn; what was learned beyond them is counted. */
const MOST_ROWS = 500;

interface LearnPanelProps extends PanelProps {
  readonly protocol: ProtocolDescription;
  /** What was learned is in the simulator: its points are next to look at. */
  readonly onTaken: () => void;
}

/** A map made from what a master asks for: begin, watch it grow, take it. */
export function LearnPanel({ simulator, description, protocol, running, onTaken }: LearnPanelProps) {
  const app = useApp();
  const editOff = useEditOffReason();
  const devices = useOpenProject()?.project.devices.filter((device) => device.protocol === simulator.protocol) ?? [];
  const learning = running && simulator.unknown !== 'absent';
  const { data } = useProcedure('simulator.learned', { simulatorId: simulator.id }, { everyMs: 1000 });
  const learned: readonly LearnedUnit[] = data ?? [];
  const count = learned.reduce((sum, unit) => sum + unit.points.length, 0);

  const begin = (unknown: 'zero' | 'refuse'): void => {
    void app.attempt('Learning did not begin', async () => {
      await app.client.call('simulator.update', { simulatorId: simulator.id, unknown });
      await app.client.call('simulator.start', { simulatorId: simulator.id });
      await app.client.call('simulator.forgetAsked', { simulatorId: simulator.id });
    });
  };
  const end = (): void => {
    void app.attempt('Learning did not end', () => app.client.call('simulator.update', { simulatorId: simulator.id, unknown: 'absent' }));
  };
  const takeIn = (): void => {
    void app.attempt('What was learned was not taken', async () => {
      const { points, units } = await app.client.call('simulator.takeLearned', { simulatorId: simulator.id });
      app.offerUndo(`${counted(points, 'point')} of ${counted(units, 'unit')} taken into ${simulator.name}`);
      onTaken();
    });
  };
  const toDevice = (deviceId: string, name: string, unit: LearnedUnit): void => {
    void app.attempt(`Nothing was added to ${name}`, async () => {
      await app.client.call('points.add', { deviceId, points: unit.points.map((point) => ({ ...point, id: crypto.randomUUID() })) });
      app.offerUndo(`${counted(unit.points.length, 'point')} added to ${name}`);
    });
  };
  const why = count === 0 ? 'Nothing was learned yet' : editOff;
  const beginButtons = (
    <>
      <Button variant={count === 0 ? 'primary' : 'plain'} icon="rec" offReason={editOff} onClick={() => begin('zero')}>
        Answer 0 and learn
      </Button>
      <Button offReason={editOff} onClick={() => begin('refuse')}>
        Refuse and learn
      </Button>
    </>
  );

  return (
    <div className="pane">
      <div className="tools">
        {learning ? (
          <>
            <b className="strong">Learning</b>
            <span className="sec ell">{simulator.unknown === 'zero' ? 'what is not here reads as 0' : 'what is not here is refused'}</span>
            <Button icon="stop" offReason={editOff} onClick={end}>
              End
            </Button>
          </>
        ) : (
          beginButtons
        )}
        <span className="grow" />
        <MenuButton
          label="Take into a device"
          items={() =>
            devices.length === 0 || count === 0
              ? [{ id: 'none', label: 'Take into a device', offReason: count === 0 ? 'Nothing was learned yet' : `There is no ${description.title} device`, onSelect: () => undefined }]
              : learned.flatMap((unit) => devices.map((device) => ({ id: `${unit.name} ${device.id}`, label: `${unit.name} into ${device.deviceId}`, offReason: editOff, onSelect: () => toDevice(device.id, device.deviceId, unit) })))
          }
        />
        <Button variant={count === 0 ? 'plain' : 'primary'} offReason={why} onClick={takeIn}>
          {count === 0 ? 'Take into the simulator' : `Take ${counted(count, 'point')} into the simulator`}
        </Button>
      </div>
      <div className="scroll">
        {count === 0 ? (
          <EmptyState title={learning ? 'Waiting for a master to ask' : 'A map from what a master asks for'}>
            {learning
              ? 'Point the master at this simulator and let it run through all of its screens: each address that it asks for and that is not here appears in this list.'
              : 'Put the simulator in place of a device whose map nobody has. What the master asks for, in which blocks and how often tells the addresses, and most types. Answer 0 keeps most masters going; refusing shows what they do without.'}
          </EmptyState>
        ) : (
          <Learned units={learned} protocol={protocol} />
        )}
      </div>
    </div>
  );
}

function Learned({ units, protocol }: { readonly units: readonly LearnedUnit[]; readonly protocol: ProtocolDescription }) {
  const rows = units.flatMap((unit) => unit.points.map((point) => ({ unit: unit.name, point, reason: unit.reasons[point.id] ?? '' })));
  return (
    <table className="list" aria-label="Learned points">
      <thead>
        <tr>
          <th>Unit</th>
          <th>Address</th>
          <th>Type</th>
          <th>Written</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map(({ unit, point, reason }) => {
          const words = addressWords(point, protocol);
          return (
            <tr key={`${unit} ${words}`}>
              <td className="dim">{unit}</td>
              <td>{words}</td>
              <td>{point.dataType}</td>
              <td>{point.access === 'read' ? '' : 'yes'}</td>
              <td className="dim">{reason}</td>
            </tr>
          );
        })}
        {rows.length > MOST_ROWS ? (
          <tr>
            <td colSpan={5} className="dim">{`and ${rows.length - MOST_ROWS} more`}</td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
