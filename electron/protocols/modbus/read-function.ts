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
