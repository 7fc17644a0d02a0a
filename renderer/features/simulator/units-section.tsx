import type { ServerDescription } from '../../../shared/contract/simulators';
import type { SimulatedUnit, Simulator } from '../../../shared/domain/simulator';
import { useApp } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { Button, IconButton } from '../../components/button/button';
import { counted } from '../../components/format/number';
import { textOf } from '../../components/setting/setting-values';
import { openUnitDialog } from './unit-dialog';

/** The units that are served, each with its name and settings. */
export function UnitsSection({ simulator, description }: { readonly simulator: Simulator; readonly description: ServerDescription }) {
  const app = useApp();
  const editOff = useEditOffReason();
  const remove = (unit: SimulatedUnit): void => {
    void app.attempt(`${unit.name} was not removed`, async () => {
      await app.client.call('simulator.removeUnit', { simulatorId: simulator.id, unitId: unit.id });
      app.offerUndo(`${unit.name} removed with ${counted(unit.points.length, 'point')}`);
    });
  };
  const [first] = description.unitFields;
  return (
    <section>
      <h3 className="field-title">{`${description.unitTitle}s`}</h3>
      <table className="list">
        <tbody>
          {simulator.units.map((unit) => (
            <tr key={unit.id}>
              <td className="strong">{unit.name}</td>
              <td className="dim">{first === undefined ? '' : `${first.label} ${textOf(unit.settings[first.key] ?? first.defaultValue)}`}</td>
              <td className="num dim">{counted(unit.points.length, 'point')}</td>
              <td className="sim-acts">
                <IconButton icon="settings" label={`Settings of ${unit.name}`} offReason={editOff} onClick={() => openUnitDialog(app, simulator, description, unit)} />
                <IconButton icon="close" label={`Remove ${unit.name}`} offReason={editOff} onClick={() => remove(unit)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button icon="plus" offReason={editOff} onClick={() => app.commands.runById('simulator.addUnit')}>
        Add a unit
      </Button>
    </section>
  );
}
