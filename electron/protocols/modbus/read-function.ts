import type { Table } from './point-address';

/** The function code that reads a table. */
export function readFunction(table: Table): 1 | 2 | 3 | 4 {
  switch (table) {
    case 'coil':
      return 1;
    case 'discrete-input':
      return 2;
    case 'input-register':
      return 4;
    default:
      return 3;
  }
}

/** The table that a function code reads; null for one that reads none. */
export function readTable(functionCode: number | 'raw'): Table | null {
  switch (functionCode) {
    case 1:
      return 'coil';
    case 2:
      return 'discrete-input';
    case 3:
      return 'holding-register';
    case 4:
      return 'input-register';
    default:
      return null;
  }
}
