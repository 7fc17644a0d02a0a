import type { Opaque } from '../../../../shared/domain/point';
import { deviceSettingsSchema } from '../device-settings';
import { at, childOf, element, type XmlElement } from './xml-element';

/** What the part on configuration says: settings of ours, and for people what else it states. */
export interface ProfileConfiguration {
  readonly settings: Opaque;
  readonly notes: readonly string[];
}

/** Parameters that say what the device is, or how it is set where there is nothing to set here. */
const TOLD: readonly (readonly [part: string, parameter: string, label: string])[] = [
  ['deviceConfig', 'vendorName', 'vendor'],
  ['deviceConfig', 'deviceName', 'device'],
  ['deviceConfig', 'hardwareVersion', 'hardware version'],
  ['deviceConfig', 'softwareVersion', 'software version'],
  ['deviceConfig', 'documentVersionNumber', 'document version'],
  ['networkConfig', 'ipAddress', 'address'],
  ['networkConfig', 'tcpListenPort', 'TCP port'],
  ['networkConfig', 'udpPort', 'UDP port'],
  ['linkConfig', 'sendsConfirmedUserDataFrames', 'sends confirmed frames'],
  ['linkConfig', 'linkLayerConfirmTimeout', 'link confirm timeout'],
  ['linkConfig', 'maxDataLinkRetries', 'link retries'],
  ['linkConfig', 'selfAddressSupport', 'self address'],
  ['applConfig', 'maxTransmittedFragmentSize', 'largest response'],
  ['applConfig', 'fragmentTimeout', 'fragment timeout'],
  ['outstationConfig', 'applicationLayerConfirmTimeout', 'application confirm timeout'],
  ['unsolicitedConfig', 'unsolicitedResponseConfirmationTimeout', 'unsolicited confirm timeout'],
  ['unsolicitedConfig', 'maxUnsolicitedRetries', 'unsolicited retries'],
];
const SET: ReadonlySet<string> = new Set(['dataLinkAddress', 'expectedSourceAddress', 'maxReceivedFragmentSize', 'supportsUnsolicitedReporting', 'timeSynchronization']);

export function readConfiguration(configuration: XmlElement | undefined): ProfileConfiguration {
  if (configuration === undefined) return { settings: {}, notes: ['The profile has no configuration: addresses and settings stay as they are.'] };
  const told = TOLD.flatMap(([part, parameter, label]) => {
    const text = currentText(at(configuration, part, parameter));
    return text === '' ? [] : [`${label} ${text}`];
  });
  const used = new Set([...SET, ...TOLD.map(([, parameter]) => parameter)]);
  const unused = configuration.children.flatMap((part) => part.children).filter(({ name }) => !used.has(name));
  return {
    settings: settingsIn(configuration),
    notes: [
      ...(told.length === 0 ? [] : [`The profile says, and nothing here is set by it: ${told.join('; ')}.`]),
      ...(unused.length === 0 ? [] : [`${unused.length} other ${unused.length === 1 ? 'parameter of its configuration is' : 'parameters of its configuration are'} not used: ${listed(unused.map(({ name }) => name))}.`]),
    ],
  };
}

function settingsIn(configuration: XmlElement): Opaque {
  const outstationAddress = currentNumber(at(configuration, 'linkConfig', 'dataLinkAddress'));
  const masterAddress = currentNumber(at(configuration, 'linkConfig', 'expectedSourceAddress'));
  const largest = currentNumber(at(configuration, 'applConfig', 'maxReceivedFragmentSize'));
  const unsolicited = at(configuration, 'unsolicitedConfig', 'supportsUnsolicitedReporting');
  const time = at(configuration, 'networkConfig', 'timeSynchronization', 'currentValue')?.children.map(({ name }) => name) ?? [];
  const timeSync = time.includes('dnpLANProcedure') ? 'lan' : time.includes('dnpNonLANProcedure') || time.includes('dnpWriteTimeProcedure') ? 'non-lan' : time.includes('notSupported') ? 'none' : null;
  const known = { outstationAddress, masterAddress, maxRequestOctets: largest, timeSync, unsolicitedClasses: isOff(unsolicited) ? '' : null };
  return Object.fromEntries(Object.entries(known).filter(([key, value]) => value !== null && fits(key, value)));
}

/** Whether the setting can have the value by itself; what does not fit is told with the rest. */
function fits(key: string, value: unknown): boolean {
  return deviceSettingsSchema.safeParse({ masterAddress: 65_000, outstationAddress: 65_001, [key]: value }).success;
}

function isOff(unsolicited: XmlElement | undefined): boolean {
  return at(unsolicited, 'currentValue', 'off') !== undefined || at(unsolicited, 'capabilities', 'supported', 'no') !== undefined;
}

/** The value that a parameter has now: a text, or the name of the choice. */
function currentText(parameter: XmlElement | undefined): string {
  const current = childOf(parameter, 'currentValue');
  if (current === undefined) return '';
  const values = current.children.filter(({ name }) => name !== 'note');
  return values.length === 0 ? current.text : values.map(({ name, text }) => (text === '' ? name : text)).join(', ');
}

function currentNumber(parameter: XmlElement | undefined): number | null {
  const text = currentText(parameter);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

const MOST_LISTED = 12;

/** The names, each once, the first dozen. */
export function listed(names: readonly string[]): string {
  const each = [...new Set(names)];
  return each.length > MOST_LISTED ? `${each.slice(0, MOST_LISTED).join(', ')} and ${each.length - MOST_LISTED} more` : each.join(', ');
}

const parameter = (name: string, capabilities: readonly XmlElement[], current: readonly XmlElement[]): XmlElement => element(name, [...(capabilities.length === 0 ? [] : [element('capabilities', capabilities)]), element('currentValue', current)]);
const value = (given: string | number): XmlElement => element('value', String(given));

/** The part on configuration for a device's settings: what is known of the outstation, the rest is left out. */
export function writeConfiguration(label: string, given: Opaque): XmlElement {
  const settings = deviceSettingsSchema.parse(given);
  const sync = { lan: 'dnpLANProcedure', 'non-lan': 'dnpNonLANProcedure', none: 'notSupported' }[settings.timeSync];
  const addresses = element('range', [element('minimum', '0'), element('maximum', '65519')]);
  const unsolicited = settings.unsolicitedClasses !== '';
  return element('configuration', [
    element('deviceConfig', [parameter('deviceFunction', [element('outstation')], [element('outstation')]), parameter('deviceName', [], [value(label)]), parameter('documentVersionNumber', [], [value(1)])]),
    element('networkConfig', [parameter('timeSynchronization', [element(sync)], [element(sync)])]),
    element('linkConfig', [
      parameter('dataLinkAddress', [addresses], [value(settings.outstationAddress)]),
      parameter('sourceAddressValidation', [element('alwaysSingleAddress')], [element('alwaysSingleAddress')]),
      parameter('expectedSourceAddress', [addresses], [value(settings.masterAddress)]),
    ]),
    element('applConfig', [parameter('maxReceivedFragmentSize', [], [value(settings.maxRequestOctets)])]),
    element('unsolicitedConfig', [parameter('supportsUnsolicitedReporting', [element('supported', [element(unsolicited ? 'yes' : 'no')])], [element(unsolicited ? 'on' : 'off')])]),
  ]);
}
