import { useState } from 'react';
import type { DragEvent } from 'react';
import { readPointListFile } from './read-file';

export interface ImportChoiceProps {
  readonly onChosen: (content: { readonly title: string; readonly format: 'csv' | 'xlsx'; readonly contentBase64: string }) => void;
  readonly onFailure: (message: string) => void;
}

/** A CSV or XLSX file, chosen or dropped. */
export function ImportChoice({ onChosen, onFailure }: ImportChoiceProps) {
  const [name, setName] = useState('');
  const take = (file: File | null | undefined): void => {
    if (file === null || file === undefined) return;
    setName(file.name);
    readPointListFile(file)
      .then((read) => onChosen({ title: read.name, format: read.format, contentBase64: read.contentBase64 }))
      .catch((cause: unknown) => onFailure(cause instanceof Error ? cause.message : String(cause)));
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    take(event.dataTransfer.files.item(0));
  };
  return (
    <label className="import-choice" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <span className="strong">{name === '' ? 'Choose a CSV or XLSX file, or drop one here' : name}</span>
      <span className="dim">The first row names the columns; an exported list has them all.</span>
      <input type="file" accept=".csv,.tsv,.txt,.xlsx" onChange={(event) => take(event.target.files?.item(0))} />
    </label>
  );
}
