import { functionName } from '../../../stacks/modbus';

/** What people call a request: `03 Read holding registers`. */
export function operationText(functionCode: number): string {
  return `${String(functionCode).padStart(2, '0')} ${functionName(functionCode)}`;
}
