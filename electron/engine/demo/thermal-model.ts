import { BoilerModel, clamp, WATER_KWH } from './boiler-model';

const STEP_S = 0.1;
const SECONDS_AN_HOUR = 3600;
const TANK_NODE_M3 = 0.3;
const NET_M3 = 0.5;
const TANK_LOSS_KW_A_K = 0.02;
const ROOM_C = 20;
const COLDEST_RETURN_C = 35;
const PUMP_FLOW_AT_FULL_M3H = 26;
const PUMP_POWER_AT_FULL_KW = 4;
const PUMP_LAG_S = 4;

/** One heated district behind a heat meter. */
export interface Consumer {
  readonly name: string;
  /** Demand at the design temperature difference, kW a kelvin between room and outdoor air. */
  readonly kwPerK: number;
  /** Its load goes up and down with this period. */
  readonly periodS: number;
  flowM3h: number;
  supplyC: number;
  returnC: number;
  powerKw: number;
  energyKwh: number;
  volumeM3: number;
}

/**
 * A district heating plant of two boilers, a buffer tank of three layers, a feed pump and three heat meters, small and
 * quick so that a change of a setpoint shows within a minute. Deterministic: it knows no clock, no chance and no I/O.
 * Every flow of heat is computed once and taken from one side and given to the other, so that energy is conserved.
 */
export class ThermalModel {
  readonly boilers: readonly [BoilerModel, BoilerModel];
  readonly consumers: readonly Consumer[];
  readonly pump = { running: true, setpointPercent: 68, speedPercent: 68, fault: false, runSeconds: 9_123 * SECONDS_AN_HOUR };
  readonly tank = { topC: 76, middleC: 70, bottomC: 60, levelPercent: 88 };
  /** Water on its way back from the consumers. */
  netReturnC = 58;
  outdoorC = -4.8;
  /** Heat that the burners gave and that consumers and losses took, since the start, kWh. */
  heatInKwh = 0;
  heatOutKwh = 0;
  #seconds = 0;
  #rest = 0;

  constructor() {
    this.boilers = [
      new BoilerModel({ nominalKw: 400, waterM3: 0.25, flowM3h: 11 }, 82, 78, 26_411.5),
      new BoilerModel({ nominalKw: 400, waterM3: 0.25, flowM3h: 11 }, 80, 77, 18_902.2),
    ];
    this.consumers = [consumer('north', 7.3, 420, 51_284), consumer('south', 6.2, 310, 44_102), consumer('east', 5.1, 540, 30_871)];
  }

  /** Seconds that the plant has run. */
  get seconds(): number {
    return this.#seconds;
  }

  get networkFlowM3h(): number {
    return (PUMP_FLOW_AT_FULL_M3H * this.pump.speedPercent) / 100;
  }

  /** Electric power of the feed pump, kW: the cube of its speed. */
  get pumpPowerKw(): number {
    return this.pump.speedPercent < 1 ? 0 : 0.15 + PUMP_POWER_AT_FULL_KW * (this.pump.speedPercent / 100) ** 3;
  }

  /** Pressure of the water, bar: it rises with its temperature. */
  get pressureBar(): number {
    return 1.05 + 0.008 * (this.tank.topC + this.tank.bottomC - 100) + 0.0008 * this.pump.speedPercent;
  }

  /** Heat in all the plant's water above 0 °C, kWh. */
  get storedKwh(): number {
    const { topC, middleC, bottomC } = this.tank;
    const boilers = this.boilers[0].storedKwh + this.boilers[1].storedKwh;
    return boilers + WATER_KWH * (TANK_NODE_M3 * (topC + middleC + bottomC) + NET_M3 * this.netReturnC);
  }

  /** Lets time go by, in fixed small steps; what is less than a step is kept for later. */
  advance(seconds: number): void {
    this.#rest += seconds;
    while (this.#rest >= STEP_S) {
      this.#rest -= STEP_S;
      this.#step();
    }
  }

  #step(): void {
    this.#seconds += STEP_S;
    const hours = STEP_S / SECONDS_AN_HOUR;
    this.outdoorC = -4.8 + 0.8 * Math.sin((2 * Math.PI * this.#seconds) / 900);
    this.#runPump();
    for (const boiler of this.boilers) {
      const carried = boiler.step(STEP_S, this.tank.bottomC);
      this.#mixIn(boiler.flowM3h * hours, carried);
      this.heatInKwh += boiler.heatKw * hours;
    }
    this.#supplyConsumers(hours);
    this.#loseHeat(hours);
    this.tank.levelPercent = 88 + 0.02 * (this.tank.topC - 76);
  }

  #runPump(): void {
    const target = this.pump.running && !this.pump.fault ? this.pump.setpointPercent : 0;
    this.pump.speedPercent += (target - this.pump.speedPercent) * (1 - Math.exp(-STEP_S / PUMP_LAG_S));
    if (this.pump.speedPercent > 1) this.pump.runSeconds += STEP_S;
  }

  /** A boiler's circuit: water from the bottom, heated, comes in at the top and pushes the layers down. */
  #mixIn(volumeM3: number, carriedKwh: number): void {
    const { tank } = this;
    const part = volumeM3 / TANK_NODE_M3;
    const { topC, middleC, bottomC } = tank;
    tank.topC += carriedKwh / (WATER_KWH * TANK_NODE_M3) + part * (bottomC - topC);
    tank.middleC += part * (topC - middleC);
    tank.bottomC += part * (middleC - bottomC);
  }

  /** The network: water from the top goes through the meters and, cooled, comes back at the bottom and pushes the layers up. */
  #supplyConsumers(hours: number): void {
    const { tank, consumers } = this;
    const flow = this.networkFlowM3h;
    const demands = consumers.map((each) => Math.max(0, each.kwPerK * (ROOM_C - this.outdoorC)) * (1 + 0.12 * Math.sin((2 * Math.PI * this.#seconds) / each.periodS)));
    const total = consumers.reduce((sum, each) => sum + each.kwPerK, 0);
    let taken = 0;
    for (const [at, each] of consumers.entries()) {
      each.flowM3h = (flow * each.kwPerK) / total;
      each.supplyC = tank.topC;
      // Radiators give little below a certain return: a cold or slow network cannot carry the demand.
      each.powerKw = clamp(demands[at] ?? 0, 0, Math.max(0, WATER_KWH * each.flowM3h * (tank.topC - COLDEST_RETURN_C)));
      each.returnC = each.flowM3h > 0.05 ? tank.topC - each.powerKw / (WATER_KWH * each.flowM3h) : each.returnC;
      each.energyKwh += each.powerKw * hours;
      each.volumeM3 += each.flowM3h * hours;
      taken += each.powerKw * hours;
    }
    this.heatOutKwh += taken;
    const volume = flow * hours;
    const { topC, middleC, bottomC } = tank;
    const back = this.netReturnC;
    this.netReturnC += (volume * (topC - back)) / NET_M3 - taken / (WATER_KWH * NET_M3);
    tank.bottomC += (volume / TANK_NODE_M3) * (back - bottomC);
    tank.middleC += (volume / TANK_NODE_M3) * (bottomC - middleC);
    tank.topC += (volume / TANK_NODE_M3) * (middleC - topC);
  }

  #loseHeat(hours: number): void {
    for (const layer of ['topC', 'middleC', 'bottomC'] as const) {
      const lost = TANK_LOSS_KW_A_K * (this.tank[layer] - ROOM_C) * hours;
      this.tank[layer] -= lost / (WATER_KWH * TANK_NODE_M3);
      this.heatOutKwh += lost;
    }
  }
}

function consumer(name: string, kwPerK: number, periodS: number, energyKwh: number): Consumer {
  return { name, kwPerK, periodS, flowM3h: 0, supplyC: 76, returnC: 58, powerKw: 0, energyKwh, volumeM3: energyKwh / 24 };
}
