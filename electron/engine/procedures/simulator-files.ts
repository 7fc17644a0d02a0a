import { ProcedureError } from '../../../shared/contract/answer';
import type { Call } from '../../doors/contract-engine';
import { fileName } from '../file-name';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import type { SimulatorRuntime } from '../simulators/simulator-runtime';

/** Files that simulators serve. */
export function simulatorFileHandlers({ tenant }: Services): HandlersOf<'simulator.files' | 'simulator.file'> {
  const find = (call: Call, simulatorId: string): SimulatorRuntime | null => {
    const project = tenant(call).current();
    return project.simulators.get(project.simulator(simulatorId).id);
  };
  return {
    'simulator.files': ({ simulatorId }, call) => find(call, simulatorId)?.files.list() ?? [],
    'simulator.file': ({ simulatorId, unitId, path }, call) => {
      const content = find(call, simulatorId)?.files.read(unitId, path) ?? null;
      if (content === null) throw new ProcedureError('not_found', `The simulator serves no file ${path} now.`, { reason: 'no_file' });
      const name = fileName(path.split('/').at(-1) ?? '');
      return { name: name === '' ? 'file' : name, contentBase64: Buffer.from(content).toString('base64') };
    },
  };
}
