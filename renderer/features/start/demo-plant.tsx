import { useApp } from '../../app/app-context';
import { useOpenProject, useProcedure } from '../../client/hooks';
import { useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { Tag } from '../../components/marks/tag';
import { PlantSchematic } from './plant-schematic';

/** The simulated heating plant: one click gives a newcomer live values and trends. */
export function DemoPlant() {
  const app = useApp();
  const state = useProcedure('demo.state', {}, { everyMs: 3000 });
  const tenantId = useStore(app.client.tenantId);
  const open = useOpenProject();
  const running = state.data?.running === true;
  const here = running && state.data?.tenantId === tenantId && open !== null && open !== undefined;
  return (
    <section aria-label="Demonstration plant">
      <div className="demo-head">
        <h2>Demonstration plant</h2>
        <Tag kind="sim">SIM</Tag>
        <span className="grow" />
        {running ? (
          <>
            <Button variant="primary" onClick={() => app.commands.runById('demo.start')}>
              Open
            </Button>
            <Button variant="stop" icon="stop" onClick={() => app.commands.runById('demo.stop')}>
              Stop
            </Button>
          </>
        ) : (
          <Button variant="primary" icon="play" onClick={() => app.commands.runById('demo.start')}>
            Start
          </Button>
        )}
      </div>
      <PlantSchematic project={here ? open.project : null} />
      <p className="demo-text">
        A heating plant simulated on this machine: Modbus and DNP3 devices on loopback ports only, in a tenant of its own. Nothing outside is touched. {running && !here ? 'It runs; its values show when it is open.' : null}
      </p>
    </section>
  );
}
