import { createContext, useContext } from 'react';
import type { NumberFormat } from './number';

/** The person's number format, for fields that take numbers. */
export const NumberFormatContext = createContext<NumberFormat>('comma');

export function useFieldNumberFormat(): NumberFormat {
  return useContext(NumberFormatContext);
}
