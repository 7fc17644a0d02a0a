export interface GroupedChoice {
  readonly value: string;
  readonly label: string;
  /** Heading under which it stands; neighbours of one group share it. */
  readonly group?: string;
}

/** The options of a list, under headings where they have some. */
export function GroupedOptions({ choices }: { readonly choices: readonly GroupedChoice[] }) {
  const groups: { readonly title: string; readonly choices: GroupedChoice[] }[] = [];
  for (const choice of choices) {
    const last = groups.at(-1);
    if (last !== undefined && last.title === (choice.group ?? '')) last.choices.push(choice);
    else groups.push({ title: choice.group ?? '', choices: [choice] });
  }
  return groups.map((group) => {
    const options = group.choices.map((choice) => (
      <option key={choice.value} value={choice.value}>
        {choice.label}
      </option>
    ));
    return group.title === '' ? options : <optgroup key={group.title} label={group.title}>{options}</optgroup>;
  });
}
