/** How function 43/14 is asked: a stream of basic, regular or extended objects, or one object by its identifier. */
export const DEVICE_ID_ACCESS = { basic: 1, regular: 2, extended: 3, specific: 4 } as const;
export type DeviceIdAccess = (typeof DEVICE_ID_ACCESS)[keyof typeof DEVICE_ID_ACCESS];
export type DeviceIdCategory = 'basic' | 'regular' | 'extended';

/** One identification object: 0 to 2 basic, 3 to 0x7f regular, 0x80 to 0xff extended (of the maker). */
export interface ModbusDeviceIdObject {
  readonly id: number;
  readonly value: Uint8Array;
}

/** The whole identification, gathered over as many answers as it took. */
export interface ModbusDeviceIdentification {
  readonly conformity: number;
  readonly objects: readonly ModbusDeviceIdObject[];
}

/** Names of the objects that V1.1b3 defines. */
export const DEVICE_ID_NAMES: Readonly<Record<number, string>> = {
  0: 'Vendor name',
  1: 'Product code',
  2: 'Major and minor revision',
  3: 'Vendor URL',
  4: 'Product name',
  5: 'Model name',
  6: 'User application name',
};

/** The last object of a category; extended goes to the end. */
export const DEVICE_ID_LAST: Readonly<Record<DeviceIdCategory, number>> = { basic: 2, regular: 0x7f, extended: 0xff };
