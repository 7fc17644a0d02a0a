import { expect, it } from 'vitest';
import { ThermalModel } from '../../../electron/engine/demo/thermal-model';

function balance(model: ThermalModel, storedBefore: number): number {
  return model.storedKwh - storedBefore - model.heatInKwh + model.heatOutKwh;
}

it('conserves energy whatever is switched', () => {
  const model = new ThermalModel();
  const before = model.storedKwh;
  const [first, second] = model.boilers;
  const actions = [
    () => (first.setpointC = 95), () => (second.enabled = false), () => (model.pump.running = false), () => (first.mode = 1),
    () => (model.pump.running = true), () => (second.enabled = true), () => (first.mode = 0), () => (second.setpointC = 45),
  ];
  for (const action of actions) {
    action();
    model.advance(120);
    expect(Math.abs(balance(model, before))).toBeLessThan(1e-6);
  }
  expect(model.heatInKwh).toBeGreaterThan(10);
  expect(model.heatOutKwh).toBeGreaterThan(10);
});

it('follows a supply setpoint within three minutes, up and down', () => {
  const model = new ThermalModel();
  model.advance(900);
  const [boiler] = model.boilers;
  expect(boiler.waterC).toBeGreaterThan(81);
  expect(boiler.waterC).toBeLessThan(83);
  boiler.setpointC = 88;
  model.advance(180);
  expect(boiler.waterC).toBeGreaterThan(86.5);
  boiler.setpointC = 75;
  model.advance(300);
  expect(boiler.waterC).toBeLessThan(77.5);
});

it('shows the change of a setpoint within half a minute', () => {
  const model = new ThermalModel();
  model.advance(900);
  const [boiler] = model.boilers;
  const before = boiler.waterC;
  boiler.setpointC = 90;
  model.advance(30);
  expect(boiler.waterC - before).toBeGreaterThan(1);
});

it('delivers no heat to the meters when the pump stands', () => {
  const model = new ThermalModel();
  model.advance(600);
  model.pump.running = false;
  model.advance(60);
  for (const consumer of model.consumers) expect(consumer.powerKw).toBeLessThan(1);
});

it('cools down when both boilers are off, and stays above the room', () => {
  const model = new ThermalModel();
  model.advance(600);
  for (const boiler of model.boilers) boiler.mode = 0;
  model.advance(1800);
  expect(model.tank.topC).toBeLessThan(50);
  expect(model.tank.topC).toBeGreaterThan(20);
});

it('gives the same plant for the same time, in whatever pieces it goes by', () => {
  const one = new ThermalModel();
  const other = new ThermalModel();
  one.advance(300);
  for (let piece = 0; piece < 1200; piece += 1) other.advance(0.25);
  expect(Math.abs(one.tank.topC - other.tank.topC)).toBeLessThan(0.02);
});
