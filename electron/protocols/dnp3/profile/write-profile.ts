import { setImmediate } from 'node:timers/promises';
import type { Opaque, Point } from '../../../../shared/domain/point';
import { addressOf, TYPE_FACTS, type PointAddress } from '../point-address';
import { noteOf } from './point-note';
import { NAMESPACE, NOTE_TARGET, PROFILE_LISTS, ROOT, SCHEMA_VERSION, wordOfClass, wordOfVariation, type ProfileList, type ProfilePart } from './profile-words';
import { writeConfiguration } from './profile-settings';
import { statedPoint } from './read-point';
import { element, renderXml, type XmlElement } from './xml-element';

export interface ProfileDevice {
  readonly label: string;
  readonly settings: Opaque;
  readonly points: readonly Point[];
}

interface Placed {
  readonly point: Point;
  readonly address: PointAddress;
}

const SLICE = 500;
const NO_DEFAULTS = { staticVariation: null, eventVariation: null };

/**
 * A device's points and what is known of its settings as a DNP3 device profile. What the schema has no place for stands in
 * processing instructions, so that reading it again gives the same points.
 */
export async function writeProfile({ label, settings, points }: ProfileDevice): Promise<Uint8Array> {
  const places = new Map<ProfileList, Map<number, Placed[]>>();
  for (const point of points) {
    const address = addressOf(point);
    const list = address === null ? undefined : PROFILE_LISTS.find(({ parts }) => parts.some(({ type }) => type === address.type));
    if (address === null || list === undefined) continue;
    const byIndex = places.get(list) ?? new Map<number, Placed[]>();
    places.set(list, byIndex);
    const same = byIndex.get(address.index);
    if (same === undefined) byIndex.set(address.index, [{ point, address }]);
    else same.push({ point, address });
  }
  const header = element('documentHeader', [element('documentName', `${label} Device Profile`), element('documentDescription', 'Point list as it is known to ThermaCore Workstation'), element('documentType', 'Configuration')]);
  const chunks = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<${ROOT} schemaVersion="${SCHEMA_VERSION}" xmlns="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${NAMESPACE} DNP3DeviceProfileApril2016.xsd">\n`,
    renderXml(header, NOTE_TARGET, '  '),
    '  <referenceDevice>\n',
    renderXml(writeConfiguration(label, settings), NOTE_TARGET, '    '),
    '    <dataPointsList>\n',
  ];
  let written = 0;
  for (const list of PROFILE_LISTS) {
    const byIndex = places.get(list);
    if (byIndex === undefined) continue;
    chunks.push(`      <${list.list}>\n        <configuration>\n          <pointListDefinition>\n            <fixed/>\n          </pointListDefinition>\n        </configuration>\n        <dataPoints>\n`);
    for (const [, placed] of [...byIndex].sort(([a], [b]) => a - b)) {
      chunks.push(renderXml(pointElement(list, placed), NOTE_TARGET, '          '));
      written += 1;
      if (written % SLICE === 0) await setImmediate();
    }
    chunks.push(`        </dataPoints>\n      </${list.list}>\n`);
  }
  chunks.push('    </dataPointsList>\n  </referenceDevice>\n', `</${ROOT}>\n`);
  return new TextEncoder().encode(chunks.join(''));
}

/** The element of one index: the points of it tell it together, each with a note of what else is true of it. */
function pointElement(list: ProfileList, placed: readonly Placed[]): XmlElement {
  const children = pointChildren(list, placed);
  const bare = element(list.point, children);
  const notes = placed.flatMap(({ point, address }) => {
    const part = list.parts.find(({ type }) => type === address.type);
    return part === undefined ? [] : [noteOf(point, address.type, statedPoint(bare, part, NO_DEFAULTS))];
  });
  return { ...bare, notes };
}

function pointChildren(list: ProfileList, placed: readonly Placed[]): XmlElement[] {
  const [base, beside] = list.parts;
  const own = placed.find(({ address }) => address.type === base?.type);
  const second = placed.find(({ address }) => address.type === beside?.type);
  const shown = own ?? second;
  if (base === undefined || shown === undefined) return [];
  const { point, address } = shown;
  const names = [element('index', String(address.index)), element('name', point.name), ...(point.description === '' ? [] : [element('description', point.description)])];
  if (list.point === 'counter') return [...names, ...variations(base, own), element('countersIncludedInClass0', own === undefined ? 'never' : 'always'), element(base.eventClass, classWord(own)), ...frozen(beside, second)];
  const isOutput = TYPE_FACTS[base.type].writable;
  return [
    ...names,
    element(base.eventClass, classWord(own)),
    ...(isOutput ? [element('commandEventClass', 'none')] : []),
    element('includedInClass0Response', own === undefined ? 'never' : 'always'),
    ...variations(base, own),
    ...(second === undefined ? [] : frozen(beside, second)),
    ...(isOutput ? [element('supportedControlOperations', point.access === 'read' ? [] : ['supportSelectOperate', 'supportDirectOperate', 'supportDirectOperateNoAck'].map((name) => element(name)))] : []),
    ...states(list, point),
    ...scaling(list, point, own),
    ...(list.point === 'octetString' ? [element('groupNumberUsed', 'g110')] : []),
  ];
}

function variations(part: ProfilePart, placed: Placed | undefined): XmlElement[] {
  const of = (name: string, variation: number | null | undefined): XmlElement[] => {
    const word = variation === null || variation === undefined ? null : wordOfVariation(variation);
    return word === null ? [] : [element(name, word)];
  };
  return [...of(part.staticVariation, placed?.address.staticVariation), ...of(part.eventVariation, placed?.address.eventVariation)];
}

/** What is not known is left out where the schema lets it; a class has to be told, and nothing is reported from a point without. */
function classWord(placed: Placed | undefined): string {
  return wordOfClass(placed?.address.eventClass ?? 0);
}

function frozen(part: ProfilePart | undefined, placed: Placed | undefined): XmlElement[] {
  if (part?.exists === undefined || part.exists === null) return [];
  if (placed === undefined) return [element(part.exists, 'false')];
  return [element(part.exists, 'true'), ...variations(part, placed), element(part.eventClass, classWord(placed))];
}

function states({ point: name }: ProfileList, { enumeration }: Point): XmlElement[] {
  const most = name === 'doubleBitInput' ? 3 : name === 'binaryInput' || name === 'binaryOutput' ? 1 : -1;
  return [...enumeration].filter(({ value }) => value >= 0 && value <= most).sort((a, b) => a.value - b.value).filter(({ value }, place, all) => all[place - 1]?.value !== value).map(({ value, label }) => element(`nameState${value}`, label));
}

function scaling({ point: name }: ProfileList, { scale, offset, unit }: Point, own: Placed | undefined): XmlElement[] {
  if (name !== 'analogInput' && name !== 'analogOutput') return [];
  const deadband = own?.address.eventDeadband ?? null;
  return [
    element('scaleOffset', String(offset)),
    element('scaleFactor', String(scale)),
    ...(unit === '' ? [] : [element('units', unit)]),
    ...(name === 'analogInput' && deadband !== null ? [element('dnpData', [element('deadband', String(deadband))])] : []),
  ];
}
