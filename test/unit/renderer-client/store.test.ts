import { describe, expect, it, vi } from 'vitest';
import { KeyedStore, Store } from '../../../renderer/client/store';

describe('stores', () => {
  it('tells nobody when the value is the same', () => {
    const store = new Store(1);
    const listener = vi.fn();
    store.subscribe(listener);
    store.set(1);
    store.set(2);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('tells only who watches a key that changed', () => {
    const store = new KeyedStore<number>();
    const a = vi.fn();
    const b = vi.fn();
    store.subscribe('a', a);
    store.subscribe('b', b);
    store.setMany([['a', 1]]);
    store.setMany([['a', 1]]);
    expect(a).toHaveBeenCalledTimes(1);
    expect(b).not.toHaveBeenCalled();
  });

  it('gives the same list of all values until one changes', () => {
    const store = new KeyedStore<number>();
    store.setMany([['a', 1]]);
    const all = store.all();
    expect(store.all()).toBe(all);
    store.setMany([['b', 2]]);
    expect(store.all()).toEqual([1, 2]);
  });

  it('tells who watches a key that is forgotten', () => {
    const store = new KeyedStore<number>();
    store.setMany([['a', 1], ['b', 2]]);
    const listener = vi.fn();
    store.subscribe('a', listener);
    store.retain((key) => key !== 'a');
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.get('a')).toBeUndefined();
    expect(store.all()).toEqual([2]);
  });
});
