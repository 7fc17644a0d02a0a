const STEP_S = 0.1;
const SECONDS_AN_HOUR = 3600;
const MOVES_S = 0.3;
const SPRING_S = 6;
const PUMP_LAG_S = 3;
const GREATEST_BAR = 6;
const PUMP_KW = 11;
const OFFICE_KW = 18;
const WELL_M3 = 4;

/**
 * The feeder that the plant is supplied by, and the booster pump station behind it: small and quick, deterministic, without
 * clock, chance or I/O. Without the feeder the pump stands still.
 */
export class GridModel {
  readonly feeder = { closed: true, voltageV: 400, setpointV: 400, powerKw: 0, currentA: 0, frequencyHz: 50, energyKwh: 84_120, operations: 412 };
  readonly station = { pumpOn: true, speedPercent: 70, setpointBar: 4.2, suctionBar: 1.6, dischargeBar: 4.2, flowM3h: 22, levelM: 1.8, volumeM3: 512_300, starts: 1874 };
  #seconds = 0;
  #rest = 0;
  #movesUntil = 0;
  #springUntil = 0;

  /** Open 1, closed 2, and on its way 0. */
  get position(): 0 | 1 | 2 {
    if (this.#seconds < this.#movesUntil) return 0;
    return this.feeder.closed ? 2 : 1;
  }

  get springCharged(): boolean {
    return this.#seconds >= this.#springUntil;
  }

  get pumpRuns(): boolean {
    return this.station.pumpOn && this.feeder.closed && this.station.speedPercent > 5;
  }

  /** Moves the breaker; false while its spring is not charged for closing. Where it is already it stays. */
  operate(closed: boolean): boolean {
    const { feeder } = this;
    if (feeder.closed === closed) return true;
    if (closed && !this.springCharged) return false;
    feeder.closed = closed;
    feeder.operations += 1;
    this.#movesUntil = this.#seconds + MOVES_S;
    if (closed) this.#springUntil = this.#seconds + SPRING_S;
    return true;
  }

  switchPump(on: boolean): void {
    if (on && !this.station.pumpOn) this.station.starts += 1;
    this.station.pumpOn = on;
  }

  /** Lets time go by, in fixed small steps; what is less than a step is kept for later. @param plantKw what the plant takes */
  advance(seconds: number, plantKw: number): void {
    this.#rest += seconds;
    while (this.#rest >= STEP_S) {
      this.#rest -= STEP_S;
      this.#step(plantKw);
    }
  }

  #step(plantKw: number): void {
    this.#seconds += STEP_S;
    const { feeder, station } = this;
    const pumpKw = this.#runStation();
    const load = OFFICE_KW + plantKw + pumpKw + 3 * Math.sin(this.#seconds / 47);
    feeder.powerKw = feeder.closed ? load : 0;
    // The tap changer follows its setpoint slowly; the load pulls the voltage down.
    const idle = feeder.setpointV + 0.8 * Math.sin(this.#seconds / 31);
    feeder.voltageV += ((feeder.closed ? idle - 0.05 * load : 0) - feeder.voltageV) * (feeder.closed ? 0.02 : 1);
    feeder.currentA = feeder.voltageV < 1 ? 0 : (feeder.powerKw * 1000) / (Math.sqrt(3) * feeder.voltageV * 0.94);
    feeder.frequencyHz = 50 + 0.02 * Math.sin(this.#seconds / 13);
    feeder.energyKwh += (feeder.powerKw * STEP_S) / SECONDS_AN_HOUR;
    station.volumeM3 += (station.flowM3h * STEP_S) / SECONDS_AN_HOUR;
  }

  /** @returns what its pump takes, kW */
  #runStation(): number {
    const { station, feeder } = this;
    station.suctionBar = 1.6 + 0.1 * Math.sin(this.#seconds / 71);
    const wanted = station.pumpOn && feeder.closed ? 100 * Math.sqrt(Math.max(0, (station.setpointBar - station.suctionBar) / (GREATEST_BAR - 1.6))) : 0;
    station.speedPercent += (wanted - station.speedPercent) * (1 - Math.exp(-STEP_S / PUMP_LAG_S));
    const share = station.speedPercent / 100;
    station.dischargeBar = station.suctionBar + (GREATEST_BAR - 1.6) * share ** 2;
    station.flowM3h = 30 * share * (1 + 0.05 * Math.sin(this.#seconds / 23));
    // Water that drips into the well is pumped out when it is full.
    station.levelM += ((0.4 - (station.levelM > 2.2 ? 6 : 0)) * STEP_S) / SECONDS_AN_HOUR / WELL_M3;
    return PUMP_KW * share ** 3;
  }
}
