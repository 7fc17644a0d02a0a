/** Limits of Modbus Application Protocol V1.1b3 (sections 4.1 and 6). */
export const MAX_READ_BITS = 2000;
export const MAX_READ_REGISTERS = 125;
export const MAX_WRITE_BITS = 1968;
export const MAX_WRITE_REGISTERS = 123;
/** Octets of the largest protocol data unit. */
export const MAX_PDU_OCTETS = 253;
/** Addresses run from 0 to 65535; address + quantity is at most this. */
export const ADDRESS_SPACE = 65_536;
