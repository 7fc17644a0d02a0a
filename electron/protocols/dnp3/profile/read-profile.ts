import { MapFileProblem } from '../../map-file-problem';
import type { DescribedPoint, ReadMapFile } from '../../protocol';
import { readNote } from './point-note';
import { KNOWN_NAMESPACE, NOTE_TARGET, PROFILE_LISTS, ROOT, variationOfWord, type ProfileList, type ProfilePart } from './profile-words';
import { listed, readConfiguration } from './profile-settings';
import { statedPoint, USED_ELEMENTS, type DefaultVariations } from './read-point';
import { readXml } from './read-xml';
import { at, childOf, textOf, type XmlElement } from './xml-element';

/** Points of one profile: as many as a device has, and more than any has. */
const MOST_POINTS = 100_000;

/** Columns of a point list that a profile tells. */
const TOLD = ['name', 'description', 'point_type', 'index', 'event_class', 'static_variation', 'event_variation', 'event_deadband', 'scale', 'offset', 'unit', 'enumeration'] as const;

interface Found {
  readonly list: ProfileList;
  readonly element: XmlElement;
}

/** Reads a DNP3 device profile: its points, what it says of settings, and what of it was not understood. @throws MapFileProblem */
export async function readProfile(octets: Uint8Array): Promise<ReadMapFile> {
  const found: Found[] = [];
  const others = new Map<string, number>();
  let described = 0;
  const { root, namespace } = await readXml(octets, {
    target: NOTE_TARGET,
    take: (element, path) => {
      if (path[2] === 'implementationTable') {
        described += path.length === 4 ? 1 : 0;
        return path.length >= 4;
      }
      if (path.length !== 5 || path[2] !== 'dataPointsList' || path[4] !== 'dataPoints') return false;
      const list = PROFILE_LISTS.find(({ list: name, point }) => name === path[3] && point === element.name);
      if (list === undefined) others.set(element.name, (others.get(element.name) ?? 0) + 1);
      else found.push({ list, element });
      if (found.length > MOST_POINTS) throw new MapFileProblem(`The profile has more than ${MOST_POINTS} points.`);
      return true;
    },
  });
  if (root.name !== ROOT) throw new MapFileProblem(`The file is no DNP3 device profile: its first element is ${root.name}, not ${ROOT}.`);
  const device = childOf(root, 'referenceDevice');
  const points = describe(found, device);
  if (points.length === 0) throw new MapFileProblem('The profile lists no points: its dataPointsList is empty or missing.');
  const configuration = readConfiguration(childOf(device, 'configuration'));
  const notes = [
    ...(KNOWN_NAMESPACE.test(namespace) ? [] : [`The namespace "${namespace}" is none of the editions known; it was read like the others.`]),
    ...configuration.notes,
    ...[...others].map(([name, count]) => `${count} ${name} of the point list ${count === 1 ? 'is' : 'are'} not taken: there is no such type of point here.`),
    ...(childOf(device, 'dataPointsList')?.children ?? []).filter((each) => !PROFILE_LISTS.some(({ list }) => list === each.name) && childOf(each, 'dataPoints') === undefined).map(({ name }) => `The list ${name} is not taken.`),
    ...unusedNotes(found),
    ...(described === 0 ? [] : [`Its implementation table (${described} ${described === 1 ? 'entry' : 'entries'}) is not used: what the outstation really has shows by comparing.`]),
  ];
  const noted = found.some(({ element }) => element.notes.length > 0);
  return { points, columns: noted ? null : [...TOLD], settings: configuration.settings, notes };
}

function describe(found: readonly Found[], device: XmlElement | undefined): DescribedPoint[] {
  return found.flatMap(({ list, element }): DescribedPoint[] => {
    const told = new Map(list.parts.map((part) => [part.type, statedPoint(element, part, defaultsOf(device, list, part))]));
    const notes = element.notes.flatMap((body) => readNote(body) ?? []);
    // An exported profile says of each element which points it stands for.
    if (notes.length > 0) {
      return notes.flatMap(({ type, fields, address }) => {
        const stated = told.get(type);
        return stated === undefined ? [] : [{ row: element.line, fields: { ...stated.fields, ...fields }, address: { ...stated.address, ...address } }];
      });
    }
    return list.parts.filter(({ exists }) => exists === null || textOf(element, exists) === 'true').flatMap(({ type }) => {
      const stated = told.get(type);
      return stated === undefined ? [] : [{ row: element.line, ...stated }];
    });
  });
}

function defaultsOf(device: XmlElement | undefined, { group }: ProfileList, part: ProfilePart): DefaultVariations {
  const current = (name: string): number | null => variationOfWord(at(device, 'database', group, 'configuration', name, 'currentValue')?.children.find(({ name: word }) => word !== 'note')?.name);
  return { staticVariation: current(part.staticVariation), eventVariation: current(part.eventVariation) };
}

/** Elements of points that say something that is not kept, counted by name. */
function unusedNotes(found: readonly Found[]): string[] {
  const counts = new Map<string, number>();
  for (const { list, element } of found) {
    for (const { name } of element.children) if (!isUsed(name, list)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts.size === 0 ? [] : [`Not kept of its points: ${listed([...counts].map(([name, count]) => `${name} (${count} ×)`))}.`];
}

function isUsed(name: string, { parts }: ProfileList): boolean {
  return USED_ELEMENTS.has(name) || parts.some((part) => name === part.eventClass || name === part.staticVariation || name === part.eventVariation || name === part.exists);
}

