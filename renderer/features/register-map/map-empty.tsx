import { Button } from '../../components/button/button';
import { EmptyState } from '../../components/note/empty-state';

export interface MapEmptyProps {
  /** Rows are there, and the filter hides them all. */
  readonly filtered: boolean;
  /** `Register map`, `Topics`. */
  readonly title: string;
  readonly offReason: string;
  readonly onAll: () => void;
  readonly onPasted: (text: string) => void;
  readonly onImport: () => void;
  readonly onAddRows: () => void;
  readonly onTemplate: () => void;
  /** Asks the device for its own description; null where its protocol has none. */
  readonly onDescribe: (() => void) | null;
}

/** What would be here, and the ways to get it. */
export function MapEmpty({ filtered, title, offReason, onAll, onImport, onAddRows, onTemplate, onDescribe }: MapEmptyProps) {
  if (filtered) {
    return (
      <EmptyState title="No row fits the filter" actions={<Button onClick={onAll}>Show all rows</Button>}>
        Name, address, unit, sensor type, type, description and tags are searched.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`${title}: no rows yet`}
      actions={
        <>
          <Button variant="primary" icon="plus" offReason={offReason} onClick={onAddRows}>
            Add rows
          </Button>
          <Button icon="import" offReason={offReason} onClick={onImport}>
            Import a file
          </Button>
          <Button icon="file" offReason={offReason} onClick={onTemplate}>
            From a template
          </Button>
          {onDescribe === null ? null : (
            <Button icon="search" offReason={offReason} onClick={onDescribe}>
              Read SunSpec
            </Button>
          )}
        </>
      }
    >
      Copy rows in a spreadsheet and paste them here with Ctrl+V, import a CSV or XLSX file, take a template of the device, or add rows one by one or as a series.
    </EmptyState>
  );
}
