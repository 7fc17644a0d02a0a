import type { TemplateComparison } from '../../../shared/contract/templates';

/** What taking a template into a device does, in one line: `12 new, 3 read in another way, 40 as they are, 2 of your own stay`. */
export function mergeText({ added, changed, same, others }: TemplateComparison): string {
  return [
    added === 0 ? '' : `${added} new`,
    changed === 0 ? '' : `${changed} read in another way`,
    same === 0 ? '' : `${same} as they are`,
    others === 0 ? '' : `${others} of your own stay`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
