import type { UnitOrigin } from '../../../shared/contract/simulators';
import type { Device } from '../../../shared/domain/device';
import { NO_TEMPLATE_FILTER, type TemplateFilter } from '../templates/template-words';

/** Where the points of a new unit come from. `learn`: from what a master asks. */
export type Beginning = 'device' | 'template' | 'empty' | 'learn';

export interface OriginDraft {
  readonly beginning: Beginning;
  /** Null: the first one. */
  readonly deviceId: string | null;
  /** Values follow the device's own. */
  readonly live: boolean;
  readonly templateId: string | null;
  readonly filter: TemplateFilter;
}

/** A device's map where there is one, else a template, and nothing where no template is of that protocol. */
export function firstOrigin(devices: readonly Device[], deviceId: string | null, templates = true): OriginDraft {
  return { beginning: devices.length > 0 ? 'device' : templates ? 'template' : 'empty', deviceId, live: false, templateId: null, filter: NO_TEMPLATE_FILTER };
}

/** The origin as the contract has it, or what is missing. */
export function originOf(draft: OriginDraft, devices: readonly Device[]): { readonly from: UnitOrigin } | { readonly problem: string } {
  switch (draft.beginning) {
    case 'device': {
      const device = devices.find(({ id }) => id === draft.deviceId) ?? devices[0];
      return device === undefined ? { problem: 'There is no device whose map could be served.' } : { from: { kind: 'device', deviceId: device.id, live: draft.live } };
    }
    case 'template':
      return draft.templateId === null ? { problem: 'Choose a template.' } : { from: { kind: 'template', source: { kind: 'kept', id: draft.templateId } } };
    default:
      return { from: { kind: 'empty' } };
  }
}
