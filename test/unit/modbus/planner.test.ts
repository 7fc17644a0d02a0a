import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planReads, splitBlock } from '../../../electron/protocols/modbus/planner';
import type { PlanLimits, ReadItem } from '../../../electron/protocols/modbus/planner';
import { isBitTable, TABLES } from '../../../electron/protocols/modbus/point-address';

const item: fc.Arbitrary<ReadItem> = fc
  .record({ table: fc.constantFrom(...TABLES), address: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 65_300, max: 65_535 })), count: fc.constantFrom(1, 1, 1, 2, 2, 4, 10, 125) })
  .map((each) => ({ ...each, count: isBitTable(each.table) ? 1 : Math.min(each.count, 65_536 - each.address) }));

const limits: fc.Arbitrary<PlanLimits> = fc.record({
  maxRegisters: fc.oneof(fc.integer({ min: 1, max: 125 }), fc.constant(125)),
  maxBits: fc.integer({ min: 1, max: 2000 }),
  gapTolerance: fc.integer({ min: 0, max: 124 }),
});

const cuts = fc.array(fc.tuple(fc.constantFrom(...TABLES), fc.integer({ min: 1, max: 400 })), { maxLength: 10 });

const limitOf = (table: ReadItem['table'], given: PlanLimits): number => (isBitTable(table) ? given.maxBits : given.maxRegisters);

describe('the block planner', () => {
  it('reads every item exactly once, whole, or says that it is too long', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 80 }), limits, cuts, (items, given, cutAt) => {
        const keys = new Set(cutAt.map(([table, address]) => `${table}:${address}`));
        const { blocks, tooLong } = planReads(items, given, (table, address) => keys.has(`${table}:${address}`));
        const planned = [...blocks.flatMap((block) => block.items), ...tooLong];
        expect(planned).toHaveLength(items.length);
        expect(new Set(planned)).toEqual(new Set(items));
        for (const each of tooLong) expect(each.count).toBeGreaterThan(limitOf(each.table, given));
        for (const block of blocks) {
          for (const each of block.items) {
            expect(each.table).toBe(block.table);
            expect(each.address).toBeGreaterThanOrEqual(block.address);
            expect(each.address + each.count).toBeLessThanOrEqual(block.address + block.count);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('touches no forbidden address, and leaves out just the items that lie on one', () => {
    const forbidden = fc.array(fc.record({ table: fc.constantFrom(...TABLES), from: fc.integer({ min: 0, max: 420 }), length: fc.integer({ min: 0, max: 30 }) }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 80 }), limits, forbidden, (items, given, ranges) => {
        const asked = ranges.map(({ table, from, length }) => ({ table, from, to: from + length }));
        const plan = planReads(items, { ...given, forbidden: asked });
        const touches = (span: ReadItem): boolean => asked.some((range) => range.table === span.table && range.from < span.address + span.count && range.to >= span.address);
        for (const block of plan.blocks) expect(touches(block)).toBe(false);
        for (const each of plan.forbidden) expect(touches(each)).toBe(true);
        for (const each of plan.tooLong) expect(each.count).toBeGreaterThan(limitOf(each.table, given));
        expect(new Set([...plan.blocks.flatMap((block) => block.items), ...plan.tooLong, ...plan.forbidden])).toEqual(new Set(items));
      }),
      { numRuns: 500 },
    );
  });

  it('breaks no limit: length, gap, cut, end of the table', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 80 }), limits, cuts, (items, given, cutAt) => {
        const keys = new Set(cutAt.map(([table, address]) => `${table}:${address}`));
        const { blocks } = planReads(items, given, (table, address) => keys.has(`${table}:${address}`));
        for (const block of blocks) {
          expect(block.count).toBeGreaterThan(0);
          expect(block.count).toBeLessThanOrEqual(limitOf(block.table, given));
          expect(block.address + block.count).toBeLessThanOrEqual(65_536);
          const tolerance = given.gapTolerance * (isBitTable(block.table) ? 16 : 1);
          let end = block.address;
          for (const each of block.items) {
            expect(each.address - end).toBeLessThanOrEqual(tolerance);
            end = Math.max(end, each.address + each.count);
          }
          expect(end).toBe(block.address + block.count);
          const crossed = Array.from({ length: block.count - 1 }, (_, at) => `${block.table}:${block.address + at + 1}`).filter((key) => keys.has(key));
          expect(crossed.length === 0 || block.items.length === 1).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes one request where one is enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 125 }), (address, count) => {
        const items = Array.from({ length: count }, (_, at) => ({ table: 'holding-register' as const, address: address + at, count: 1 }));
        expect(planReads(items.toReversed(), { maxRegisters: 125, maxBits: 2000, gapTolerance: 0 }).blocks).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  it('halves a block into two that share no address and lose no item, until none can be halved', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 40 }), (items) => {
        const { blocks } = planReads(items, { maxRegisters: 125, maxBits: 2000, gapTolerance: 124 });
        for (const block of blocks) {
          const halves = splitBlock(block);
          if (halves === null) continue;
          const [left, right] = halves;
          expect([...left.items, ...right.items]).toEqual(block.items);
          expect(left.address + left.count).toBeLessThanOrEqual(right.address);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('plans 10,000 points in a table within a moment', () => {
    const items = Array.from({ length: 10_000 }, (_, at) => ({ table: 'input-register' as const, address: at * 6, count: 2 }));
    const { blocks } = planReads(items, { maxRegisters: 125, maxBits: 2000, gapTolerance: 8 });
    expect(blocks).toHaveLength(Math.ceil(10_000 / 21));
  });
});
