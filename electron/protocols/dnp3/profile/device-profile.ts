import type { MapFileFormat } from '../../protocol';
import { readProfile } from './read-profile';
import { writeProfile } from './write-profile';

export const DEVICE_PROFILE = { id: 'dnp3-profile', title: 'DNP3 device profile', extension: 'xml' } as const;

/** The XML device profile of IEEE 1815 as a file of points. */
export const deviceProfile: MapFileFormat = { id: DEVICE_PROFILE.id, read: readProfile, write: writeProfile };
