import type { TemplateSummary } from '../../../shared/contract/templates';
import type { TemplateKind } from '../../../shared/domain/template';

/** What a kind of device is called in lists. */
export const KIND_WORDS: Readonly<Record<TemplateKind, string>> = {
  meter: 'Meter',
  inverter: 'Inverter',
  drive: 'Drive',
  boiler: 'Boiler',
  'heat-pump': 'Heat pump',
  ventilation: 'Ventilation',
  'io-module': 'I/O module',
  controller: 'Controller',
  sensor: 'Sensor',
  charger: 'Charger',
  battery: 'Battery',
  other: 'Other',
};

export interface TemplateFilter {
  readonly text: string;
  readonly kind: TemplateKind | 'all';
  readonly vendor: string;
}

export const NO_TEMPLATE_FILTER: TemplateFilter = { text: '', kind: 'all', vendor: '' };

/** Every word of the text is in vendor, model, kind or the document's title. */
export function fittingTemplates(templates: readonly TemplateSummary[], { text, kind, vendor }: TemplateFilter): TemplateSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return templates.filter((template) => {
    if (kind !== 'all' && template.kind !== kind) return false;
    if (vendor !== '' && template.vendor !== vendor) return false;
    const searched = `${template.vendor} ${template.model} ${KIND_WORDS[template.kind]} ${template.document.title}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

/** The place in a list after a key that moves in it; null for any other key. */
export function movedPlace(key: string, at: number, length: number): number | null {
  const last = length - 1;
  if (key === 'ArrowDown') return Math.min(last, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'PageDown') return Math.min(last, at + 10);
  if (key === 'PageUp') return Math.max(0, at - 10);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}
