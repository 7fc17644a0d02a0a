import type { AppServices } from '../../app/app-services';
import type { Point } from '../../../shared/domain/point';
import { bitCountOf } from '../../components/format/word-bits';
import { NameBitsDialog } from './name-bits-dialog';
import { chosenPoints } from './selected-points';

/** Why no bits can be named; empty when they can. Whether the row lies in a word is only known to the protocol. */
export function nameBitsOff(app: AppServices): string {
  const chosen = chosenPoints(app);
  if (chosen === null) return 'No device is selected';
  const description = app.session.protocols.get().find(({ name }) => name === chosen.device.protocol);
  if (description === undefined || !description.capabilities.includes('word-bits')) return `Values of ${description?.title ?? chosen.device.protocol} have no bits that could be points.`;
  const [point, ...others] = chosen.selected;
  if (point === undefined || others.length > 0) return 'Select one word, or one of its bits.';
  return point.dataType === 'boolean' || bitCountOf(point.dataType) > 0 ? '' : `Select a word: ${point.name} is ${point.dataType}, and only whole numbers have bits to name.`;
}

/** For the selected word, or the word that the selected bit lies in. */
export async function openNameBits(app: AppServices): Promise<void> {
  const chosen = chosenPoints(app);
  const [point] = chosen?.selected ?? [];
  if (chosen === null || point === undefined) return;
  const { device } = chosen;
  const description = app.session.protocols.get().find(({ name }) => name === device.protocol);
  const word = await app.attempt('The word of the bit could not be found', () => wordAround(app, device.id, device.points, point));
  if (description === undefined || word === undefined) return;
  app.openDialog((close) => <NameBitsDialog device={device} word={word} description={description} onClose={close} />);
}

/** The word that a point is a bit of; the point itself where it is none. */
async function wordAround(app: AppServices, deviceId: string, points: readonly Point[], point: Point): Promise<Point> {
  const words = await app.client.call('points.wordBits', { deviceId });
  const [wordId] = Object.entries(words).find(([, bits]) => bits.some(({ pointId }) => pointId === point.id)) ?? [];
  return points.find(({ id }) => id === wordId) ?? point;
}
