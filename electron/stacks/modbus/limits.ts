/** Limits of Modbus Application Protocol V1.1b3 (sections 4.1 and 6). */
export const MAX_READ_BITS = 2000;
export const MAX_READ_REGISTERS = 125;
export const MAX_WRITE_BITS = 1968;
export const MAX_WRITE_REGISTERS = 123;
/** Registers that function 23 writes; it reads up to MAX_READ_REGISTERS. */
export const MAX_READ_WRITE_REGISTERS = 121;
export const MAX_FIFO_REGISTERS = 31;
/** Record numbers of a file run from 0 to this. */
export const MAX_FILE_RECORD = 9999;
/** Byte counts of function 20, request and answer. */
export const MAX_FILE_READ_OCTETS = 0xf5;
/** Byte counts of function 21. */
export const MAX_FILE_WRITE_OCTETS = 0xfb;
export const MAX_EVENTS = 64;
/** Octets of the largest protocol data unit. */
export const MAX_PDU_OCTETS = 253;
/** Addresses run from 0 to 65535; address + quantity is at most this. */
export const ADDRESS_SPACE = 65_536;
