import type { MapFileFormat } from '../../protocol';

export const DEVICE_PROFILE = { id: 'dnp3-profile', title: 'DNP3 device profile', extension: 'xml' } as const;

/** The XML device profile of IEEE 1815 as a file of points. What reads and writes it is loaded when it is needed. */
export const deviceProfile: MapFileFormat = {
  id: DEVICE_PROFILE.id,
  read: async (octets) => (await import('./read-profile')).readProfile(octets),
  write: async (device) => (await import('./write-profile')).writeProfile(device),
};
