import { useState } from 'react';
import type { DragEvent } from 'react';
import type { MapFile } from '../../../shared/contract/devices';
import { mapFileKinds, readMapFile, type ChosenMapFile } from './read-file';

export interface ImportChoiceProps {
  /** Kinds of files of the protocol, beside CSV and XLSX. */
  readonly kinds: readonly MapFile[];
  readonly onChosen: (file: ChosenMapFile) => void;
  readonly onFailure: (message: string) => void;
}

/** A file with points, chosen or dropped. */
export function ImportChoice({ kinds, onChosen, onFailure }: ImportChoiceProps) {
  const [name, setName] = useState('');
  const take = (file: File | null | undefined): void => {
    if (file === null || file === undefined) return;
    setName(file.name);
    readMapFile(file, kinds)
      .then(onChosen)
      .catch((cause: unknown) => onFailure(cause instanceof Error ? cause.message : String(cause)));
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    take(event.dataTransfer.files.item(0));
  };
  const { accept, words } = mapFileKinds(kinds);
  return (
    <label className="import-choice" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <span className="strong">{name === '' ? `Choose a file, ${words}, or drop one here` : name}</span>
      <span className="dim">{name === '' ? 'Of a table the first row names the columns; an exported list has them all.' : 'Click or drop to take another file.'}</span>
      <input type="file" accept={accept} onChange={(event) => take(event.target.files?.item(0))} />
    </label>
  );
}
