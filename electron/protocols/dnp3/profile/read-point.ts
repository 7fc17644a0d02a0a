import type { Opaque } from '../../../../shared/domain/point';
import type { StatedPoint } from '../../protocol';
import { TYPE_FACTS } from '../point-address';
import { classOfWord, dataTypeOf, variationOfWord, type ProfilePart } from './profile-words';
import { childOf, textOf, type XmlElement } from './xml-element';

/** Default variations of a type, as the profile's part on the database has them. */
export interface DefaultVariations {
  readonly staticVariation: number | null;
  readonly eventVariation: number | null;
}

/** Elements of a point that become part of ours, whatever its type. */
export const USED_ELEMENTS: ReadonlySet<string> = new Set(['index', 'name', 'description', 'scaleOffset', 'scaleFactor', 'units', 'nameState0', 'nameState1', 'nameState2', 'nameState3', 'supportedControlOperations', 'dnpData']);

/** What the elements of a point tell of one of its parts. Pure; {@link noteOf} relies on it. */
export function statedPoint(element: XmlElement, part: ProfilePart, defaults: DefaultVariations): StatedPoint {
  const { type } = part;
  const { short, writable } = TYPE_FACTS[type];
  const index = Number(textOf(element, 'index') ?? Number.NaN);
  const name = textOf(element, 'name') ?? `${short} ${index}`;
  const staticVariation = variationOfWord(textOf(element, part.staticVariation)) ?? defaults.staticVariation;
  const deadband = type === 'analog-input' ? numberOf(childOf(element, 'dnpData'), 'deadband') : undefined;
  const address: Opaque = {
    type,
    index: Number.isFinite(index) ? index : null,
    eventClass: classOfWord(textOf(element, part.eventClass)),
    staticVariation,
    eventVariation: variationOfWord(textOf(element, part.eventVariation)) ?? defaults.eventVariation,
    ...(deadband === undefined ? {} : { eventDeadband: deadband }),
  };
  const scale = numberOf(element, 'scaleFactor');
  const offset = numberOf(element, 'scaleOffset');
  const unit = textOf(element, 'units');
  const states = [0, 1, 2, 3].flatMap((value) => {
    const label = textOf(element, `nameState${value}`);
    return label === undefined ? [] : [{ value, label }];
  });
  const fields: Opaque = {
    name: part.exists === null ? name : `${name} (frozen)`,
    description: textOf(element, 'description') ?? '',
    dataType: dataTypeOf(type, staticVariation),
    access: writable && takesCommands(element) ? 'read-write' : 'read',
    ...(scale === undefined ? {} : { scale }),
    ...(offset === undefined ? {} : { offset }),
    ...(unit === undefined ? {} : { unit }),
    ...(states.length === 0 ? {} : { enumeration: states }),
  };
  return { fields, address };
}

/** An output whose operations are not told is taken for one that has them. */
function takesCommands(element: XmlElement): boolean {
  const operations = childOf(element, 'supportedControlOperations');
  return operations === undefined || operations.children.some(({ name }) => name !== 'note');
}

function numberOf(parent: XmlElement | undefined, name: string): number | undefined {
  const text = textOf(parent, name);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
