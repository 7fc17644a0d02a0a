import { isDeepStrictEqual } from 'node:util';
import { writeFile } from 'node:fs/promises';
import { ProcedureError } from '../../../shared/contract/answer';
import type { SettingField } from '../../../shared/contract/devices';
import type { TemplateSource } from '../../../shared/contract/templates';
import type { Device } from '../../../shared/domain/device';
import type { Opaque } from '../../../shared/domain/point';
import { TEMPLATE_FORMAT, TEMPLATE_SCHEMA_VERSION, templateSchema, type Template } from '../../../shared/domain/template';
import type { Call } from '../../doors/contract-engine';
import type { Protocol, SelfDescription } from '../../protocols/protocol';
import { takenPoint } from '../../templates/check-template';
import { readTemplate, writeTemplate } from '../../templates/template-file';
import type { TemplateLibrary } from '../../templates/template-library';
import { parseSettings } from '../edits/settings';
import { mergeTemplate, mustFit, pointsOf } from '../edits/template-points';
import { fileName } from '../file-name';
import type { HandlersOf } from '../handlers';
import type { Services } from '../services';
import { usableProtocol } from '../usable-protocol';
import { addDevice } from './devices';
import { fromBase64 } from './projects';

type Names =
  | 'templates.list'
  | 'template.get'
  | 'template.addDevice'
  | 'template.compare'
  | 'template.takeInto'
  | 'template.saveDevice'
  | 'template.export'
  | 'template.import'
  | 'template.remove'
  | 'device.readDescription';

/** Device templates: what is kept of them, and what is made from them. */
export function templateHandlers(services: Services): HandlersOf<Names> {
  const library = (call: Call): TemplateLibrary => services.tenant(call).storage.templates;
  const find = (call: Call, source: TemplateSource): Promise<Template> => (source.kind === 'kept' ? library(call).get(source.id) : Promise.resolve(source.template));
  const protocolOf = (name: string): Protocol => {
    const protocol = services.protocol(name);
    if (!protocol) throw new ProcedureError('conflict', `This version does not know the protocol "${name}" of the template.`);
    return protocol;
  };

  return {
    'templates.list': (_input, call) => library(call).list(),
    'template.get': async ({ id }, call) => {
      const template = await library(call).get(id);
      const protocol = services.protocol(template.protocol);
      const addresses = template.points.map((point) => {
        const taken = protocol ? takenPoint(point, protocol) : { problem: '' };
        return protocol && 'point' in taken ? protocol.addressTexts(taken.point) : [];
      });
      return { template, addresses };
    },
    'template.addDevice': async ({ source, edit, enabled }, call) => {
      const template = await find(call, source);
      mustSpeak(template, edit.protocol, edit.deviceId);
      // What the form or the caller says goes before what the template says.
      const whole = { ...edit, settings: { ...template.settings, ...edit.settings } };
      return { id: await addDevice(services, call, { edit: whole, enabled, points: (protocol) => pointsOf(template, protocol) }) };
    },
    'template.compare': async ({ source, deviceId }, call) => {
      const device = services.tenant(call).current().device(deviceId);
      const template = await find(call, source);
      mustSpeak(template, device.protocol, device.deviceId);
      return mergeTemplate(device.points, template, protocolOf(device.protocol)).comparison;
    },
    'template.takeInto': async ({ source, deviceId }, call) => {
      const project = services.tenant(call).current();
      const device = project.device(deviceId);
      const template = await find(call, source);
      mustSpeak(template, device.protocol, device.deviceId);
      const protocol = usableProtocol(services, project, device.protocol);
      const { added, changed } = mergeTemplate(device.points, template, protocol);
      const settings = parseSettings(protocol.deviceSettings, { ...device.settings, ...template.settings }, 'settings');
      const now = new Map(changed.map((point) => [point.id, point]));
      call.audit.target = device.deviceId;
      const revision = project.file.edit(`${template.vendor} ${template.model} into ${device.deviceId}`, (draft) => {
        const target = draft.devices.find(({ id }) => id === deviceId);
        if (!target) return;
        if (!isDeepStrictEqual(device.settings, settings)) target.settings = settings;
        target.points = [...device.points.map((point) => now.get(point.id) ?? point), ...added];
      });
      await project.running.settled();
      return { revision, added: added.length, changed: changed.length };
    },
    'template.saveDevice': async ({ deviceId, ...about }, call) => {
      const device = services.tenant(call).current().device(deviceId);
      if (device.points.length === 0) throw new ProcedureError('conflict', `${device.deviceId} has no points to keep.`);
      const template = parsed(templateOf(device, protocolOf(device.protocol), about));
      return { id: await library(call).add(template) };
    },
    'template.export': async ({ id }, call) => {
      const template = await library(call).get(id);
      return { name: `${fileName(`${template.vendor} ${template.model}`)}.json`, contentBase64: Buffer.from(writeTemplate(template)).toString('base64') };
    },
    'template.import': async ({ name, contentBase64 }, call) => {
      const read = readTemplate(fromBase64(contentBase64));
      if (!read.ok) throw new ProcedureError('bad_input', `${name} can't be used: ${read.message}.`, { fields: [{ path: 'contentBase64', message: read.message }] });
      const protocol = services.protocol(read.template.protocol);
      // A template of a protocol that a later version has is kept for it.
      if (protocol) mustFit(read.template, protocol);
      return { id: await library(call).add(read.template) };
    },
    'template.remove': async ({ id }, call) => {
      await library(call).remove(id);
      return {};
    },
    'device.readDescription': ({ deviceId }, call) => {
      const runtime = services.tenant(call);
      const project = runtime.current();
      const device = project.device(deviceId);
      const capability = usableProtocol(services, project, device.protocol).selfDescription;
      if (!capability) throw new ProcedureError('conflict', `${device.deviceId} can't be asked for a description of itself: ${device.protocol} has none.`, { reason: 'no_self_description' });
      project.mustHoldConnections();
      const line = project.running.line(device.lineId);
      if (!line) throw new ProcedureError('conflict', `The line of ${device.deviceId} does not run at the moment.`, { reason: 'not_running' });
      return runtime.jobs.start(`${capability.title} of ${device.deviceId}`, async (progress, signal, path) => {
        const said = await capability.read(line.driver, device.settings, { step: (done, total, now) => progress.step(now, done, total) }, signal);
        signal.throwIfAborted();
        if (!said.ok) throw new ProcedureError('conflict', said.message);
        const octets = Buffer.from(writeTemplate(parsed(templateFrom(said, device.protocol))));
        await writeFile(path, octets, { mode: 0o600 });
        return { name: `${device.deviceId} ${capability.title}.json`, size: octets.length };
      });
    },
  };
}

/** @throws ProcedureError `conflict` */
function mustSpeak(template: Template, protocol: string, deviceId: string): void {
  if (template.protocol !== protocol) throw new ProcedureError('conflict', `${template.vendor} ${template.model} is a template for ${template.protocol}, ${deviceId} speaks ${protocol}.`);
}

/** @throws ProcedureError `bad_input` for what would not fit into a template file */
function parsed(template: unknown): Template {
  const result = templateSchema.safeParse(template);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ProcedureError('bad_input', `The template does not fit: ${issue === undefined ? '' : `${issue.path.map(String).join('.')}: ${issue.message}`}.`);
}

type About = Pick<Template, 'vendor' | 'model' | 'kind' | 'document' | 'notes'>;

function templateOf(device: Device, protocol: Protocol, about: About) {
  return {
    format: TEMPLATE_FORMAT,
    schemaVersion: TEMPLATE_SCHEMA_VERSION,
    ...about,
    protocol: device.protocol,
    settings: ofTheKind(device.settings, protocol.description.deviceFields),
    pollIntervalMs: device.pollIntervalMs,
    points: device.points.map(({ id: _id, ...point }) => point),
  };
}

function templateFrom({ ok: _ok, ...said }: Extract<SelfDescription, { ok: true }>, protocol: string) {
  return { format: TEMPLATE_FORMAT, schemaVersion: TEMPLATE_SCHEMA_VERSION, ...said, protocol };
}

/**
 * The settings that go with every device of the kind: those that differ from the defaults, without what belongs to this
 * one alone (its unit identifier and the rest of the group Connection) and without secrets.
 */
function ofTheKind(settings: Opaque, fields: readonly SettingField[]): Opaque {
  const general = fields.filter(({ group, kind }) => group !== 'Connection' && !kind.startsWith('secret'));
  return Object.fromEntries(general.flatMap(({ key, defaultValue }) => (settings[key] === undefined || isDeepStrictEqual(settings[key], defaultValue) ? [] : [[key, settings[key]]])));
}
