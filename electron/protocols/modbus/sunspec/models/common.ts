import { defineModel } from '../model-definition';

/** Model 1, with which every chain begins. A device may leave out the last register (the pad). */
export const commonModel = defineModel('Common', `
Mn | string:16 | | | | Manufacturer
Md | string:16 | | | | Model
Opt | string:8 | | | | Options
Vr | string:8 | | | | Version
SN | string:16 | | | | Serial number
DA | uint16 | | | rw | Device address
Pad | pad`);
