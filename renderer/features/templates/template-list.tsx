import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { TemplateSummary } from '../../../shared/contract/templates';
import { templateKinds } from '../../../shared/domain/template';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { Tag } from '../../components/marks/tag';
import { fittingTemplates, KIND_WORDS, movedPlace } from './template-words';
import type { TemplateFilter } from './template-words';

export interface TemplateListProps {
  readonly templates: readonly TemplateSummary[];
  readonly filter: TemplateFilter;
  readonly onFilter: (filter: TemplateFilter) => void;
  readonly chosen: TemplateSummary | undefined;
  readonly onChoose: (id: string) => void;
}

/** Search, kind and vendor over the list; arrows move in it from the search field too. */
export function TemplateList({ templates, filter, onFilter, chosen, onChoose }: TemplateListProps) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const shown = fittingTemplates(templates, filter);
  const kinds = templateKinds.filter((kind) => templates.some((template) => template.kind === kind));
  const vendors = [...new Set(templates.map(({ vendor }) => vendor))].sort((a, b) => a.localeCompare(b));
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const keys = (event: KeyboardEvent): void => {
    const inText = event.target instanceof HTMLInputElement;
    if (inText && (event.key === 'Home' || event.key === 'End')) return;
    const next = movedPlace(event.key, shown.findIndex((template) => template.id === chosen?.id), shown.length);
    const template = next === null ? undefined : shown[next];
    if (template === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(template.id);
  };
  return (
    <div className="template-list">
      <div className="template-filter">
        <TextField label="Search templates" hiddenLabel icon="search" type="search" placeholder={`Search ${templates.length} templates`} fill autoFocus value={filter.text} onChange={(text) => onFilter({ ...filter, text })} onKeyDown={keys} />
        <div className="template-choices">
          <Select label="Kind" hiddenLabel value={filter.kind} choices={[{ value: 'all' as const, label: 'All kinds' }, ...kinds.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))]} onChange={(kind) => onFilter({ ...filter, kind })} />
          <Select label="Vendor" hiddenLabel value={filter.vendor} choices={[{ value: '', label: 'All vendors' }, ...vendors.map((vendor) => ({ value: vendor, label: vendor }))]} onChange={(vendor) => onFilter({ ...filter, vendor })} />
        </div>
      </div>
      <ul ref={list} className="template-names" role="listbox" aria-label="Templates" tabIndex={0} aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`} onKeyDown={keys}>
        {shown.map((template) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the listbox has the keyboard, its options the pointer
          <li key={template.id} id={`${id}-${template.id}`} role="option" aria-selected={template.id === chosen?.id} onClick={() => onChoose(template.id)}>
            <span className="ell grow">
              {template.vendor} <b>{template.model}</b>
            </span>
            {template.own ? <Tag>own</Tag> : null}
            <span className="dim">{KIND_WORDS[template.kind]}</span>
          </li>
        ))}
        {shown.length === 0 ? <li className="template-none dim" role="option" aria-selected={false} aria-disabled="true">No template fits</li> : null}
      </ul>
    </div>
  );
}
