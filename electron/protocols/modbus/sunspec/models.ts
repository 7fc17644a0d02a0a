import type { ModelDefinition } from './model-definition';
import { batteryModels } from './models/battery';
import { commonModel } from './models/common';
import { controlModels } from './models/controls';
import { derModels } from './models/der';
import { inverterModels } from './models/inverter';
import { meterModels } from './models/meter';

/**
 * The models that are known here, by identifier. Facts (order, types, scale factors, units, names of values) from the
 * SunSpec Alliance's model files (github.com/sunspec/models, Apache-2.0): smdx 101, 111, 113, 120 to 124, 160, 201, 203,
 * 213, 701 to 704, 802 and json 1 and 103. Their sisters (102, 112, 202, 204, 211, 212, 214) have the same registers, which
 * the length that a device states is held against.
 */
export const MODELS: ReadonlyMap<number, ModelDefinition> = new Map([[1, commonModel] as const, ...inverterModels, ...controlModels, ...meterModels, ...derModels, ...batteryModels]);
