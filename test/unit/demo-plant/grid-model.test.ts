import { expect, it } from 'vitest';
import { GridModel } from '../../../electron/engine/demo/grid-model';

const after = (seconds: number, model = new GridModel()): GridModel => {
  model.advance(seconds, 2);
  return model;
};

it('has power, current and pressure in balance while the breaker is closed, and counts them', () => {
  const model = after(600);
  expect(model.position).toBe(2);
  expect(model.feeder.powerKw).toBeGreaterThan(20);
  expect((model.feeder.currentA * Math.sqrt(3) * model.feeder.voltageV * 0.94) / 1000).toBeCloseTo(model.feeder.powerKw, 6);
  expect(model.station.dischargeBar).toBeCloseTo(model.station.setpointBar, 1);
  const { energyKwh } = model.feeder;
  after(3600, model);
  expect(model.feeder.energyKwh - energyKwh).toBeGreaterThan(20);
});

it('passes the intermediate position, and takes the pump with it when the breaker opens', () => {
  const model = after(600);
  expect(model.operate(false)).toBe(true);
  expect(model.position).toBe(0);
  after(1, model);
  expect(model.position).toBe(1);
  after(30, model);
  expect([model.pumpRuns, model.feeder.powerKw, model.feeder.voltageV]).toEqual([false, 0, 0]);
});

it('does not close again before its spring is charged', () => {
  const model = after(600);
  model.operate(false);
  expect(model.operate(true)).toBe(true);
  model.operate(false);
  expect([model.operate(true), model.springCharged]).toEqual([false, false]);
  after(10, model);
  expect(model.operate(true)).toBe(true);
});
