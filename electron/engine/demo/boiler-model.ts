/** kWh that one cubic metre of water takes for one kelvin. */
export const WATER_KWH = 1.163;

const SECONDS_AN_HOUR = 3600;
const IGNITION_S = 4;
const RAMP_PERCENT_A_SECOND = 4;
const LEAST_MODULATION = 20;
const PROPORTIONAL = 6;
const INTEGRAL_A_SECOND = 0.08;
const RESTART_BELOW_K = 3;
const STOP_ABOVE_K = 6;

/** Operating modes of a boiler, as they are written to it. */
export const BOILER_MODES = { off: 0, manual: 1, auto: 2 } as const;

export interface BoilerSizes {
  readonly nominalKw: number;
  readonly waterM3: number;
  /** Flow of its own pump while it runs. */
  readonly flowM3h: number;
}

/** A modulating gas boiler with its own circuit pump. Conserves energy: what it does not give to the water goes up the flue. */
export class BoilerModel {
  enabled = true;
  mode: number = BOILER_MODES.auto;
  setpointC: number;
  /** Manual mode: the modulation that is wanted. */
  manualPercent = 50;
  greatestPercent = 100;
  waterC: number;
  returnC = 55;
  flueC = 60;
  modulationPercent = 0;
  burnerOn = false;
  flame = false;
  fault = false;
  starts = 0;
  runSeconds: number;
  readonly sizes: BoilerSizes;
  #integral = 40;
  #ignition = 0;

  constructor(sizes: BoilerSizes, setpointC: number, waterC: number, runHours: number) {
    this.sizes = sizes;
    this.setpointC = setpointC;
    this.waterC = waterC;
    this.runSeconds = runHours * SECONDS_AN_HOUR;
  }

  /** Flow through the boiler, cubic metres an hour. */
  get flowM3h(): number {
    return this.enabled && this.mode !== BOILER_MODES.off ? this.sizes.flowM3h : 0;
  }

  /** Heat that the burner gives to the water, kW. */
  get heatKw(): number {
    return this.flame ? (this.sizes.nominalKw * this.modulationPercent) / 100 : 0;
  }

  /** Heat that the water carries away, kW. */
  get outputKw(): number {
    return WATER_KWH * this.flowM3h * (this.waterC - this.returnC);
  }

  /** kWh in its water above 0 °C. */
  get storedKwh(): number {
    return WATER_KWH * this.sizes.waterM3 * this.waterC;
  }

  reset(): void {
    this.fault = false;
  }

  /** One step; `returnC` is the water that comes in. Gives the heat taken away in it, kWh. */
  step(seconds: number, returnC: number): number {
    this.returnC = returnC;
    this.#switchBurner();
    this.#control(seconds);
    const hours = seconds / SECONDS_AN_HOUR;
    const carried = this.outputKw * hours;
    this.waterC += (this.heatKw * hours - carried) / (WATER_KWH * this.sizes.waterM3);
    const flueTarget = this.flame ? this.waterC + 20 + 0.65 * this.modulationPercent : Math.min(this.waterC, 45);
    this.flueC += (flueTarget - this.flueC) * (1 - Math.exp(-seconds / 12));
    if (this.flame) this.runSeconds += seconds;
    return carried;
  }

  #switchBurner(): void {
    const wanted = this.enabled && !this.fault && this.mode !== BOILER_MODES.off;
    const error = this.setpointC - this.waterC;
    if (!wanted || error < -STOP_ABOVE_K) this.burnerOn = false;
    else if (!this.burnerOn && (error > RESTART_BELOW_K || this.mode === BOILER_MODES.manual)) {
      this.burnerOn = true;
      this.#ignition = 0;
      this.starts += 1;
    }
  }

  #control(seconds: number): void {
    if (!this.burnerOn) {
      this.flame = false;
      this.modulationPercent = 0;
      return;
    }
    this.#ignition += seconds;
    if (this.#ignition < IGNITION_S) return;
    this.flame = true;
    const target = this.mode === BOILER_MODES.manual ? this.manualPercent : this.#regulate(seconds);
    const wanted = clamp(target, LEAST_MODULATION, Math.max(LEAST_MODULATION, this.greatestPercent));
    const most = RAMP_PERCENT_A_SECOND * seconds;
    this.modulationPercent = Math.max(LEAST_MODULATION, this.modulationPercent + clamp(wanted - this.modulationPercent, -most, most));
  }

  /** Proportional and integral, the integral held within what the burner can do. */
  #regulate(seconds: number): number {
    const error = this.setpointC - this.waterC;
    this.#integral = clamp(this.#integral + INTEGRAL_A_SECOND * error * seconds, 0, 100);
    return PROPORTIONAL * error + this.#integral;
  }
}

export function clamp(value: number, least: number, greatest: number): number {
  return Math.min(greatest, Math.max(least, value));
}
