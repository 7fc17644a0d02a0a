import type { SelfDescriptionCapability } from '../../protocol';

/** SunSpec: devices of photovoltaics, storage and metering that list their models in their registers. */
export const sunSpec: SelfDescriptionCapability = {
  title: 'SunSpec',
  // The tables of its models are loaded when a device is read.
  read: async (...given) => (await import('./sunspec')).readSunSpec(...given),
};
