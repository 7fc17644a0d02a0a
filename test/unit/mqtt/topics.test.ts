import { describe, expect, it } from 'vitest';
import { SubscriptionTable } from '../../../electron/protocols/mqtt/subscription-table';
import { filterProblem, joinTopic, matches, topicProblem } from '../../../electron/protocols/mqtt/topic-filter';

describe('matches', () => {
  // Examples of MQTT 3.1.1, section 4.7, from memory.
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/ranking', true],
    ['sport/#', 'sport', true],
    ['#', 'a/b/c', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/uptime', false],
    ['+/uptime', '$SYS/uptime', false],
    ['$SYS/#', '$SYS/uptime', true],
    ['Sport', 'sport', false],
    ['a/b', 'a/b/c', false],
    ['a/b/c', 'a/b', false],
  ])('%s and %s: %s', (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });
});

describe('filterProblem and topicProblem', () => {
  it('take what the standard allows', () => {
    for (const filter of ['#', '+', 'a/+/b/#', '/', 'a b/ü', '+/+']) expect(filterProblem(filter)).toBeNull();
    for (const topic of ['a', 'a/b', '/', '$x']) expect(topicProblem(topic)).toBeNull();
  });

  it('refuse the rest with a reason', () => {
    for (const filter of ['', 'a/#/b', 'a#', 'a+/b', 'a\0', 'x'.repeat(65_536)]) expect(filterProblem(filter)).not.toBeNull();
    for (const topic of ['', 'a/+', '#']) expect(topicProblem(topic)).not.toBeNull();
  });
});

describe('joinTopic', () => {
  it('puts the base before the topic with one slash between', () => {
    expect(joinTopic('plant', 't')).toBe('plant/t');
    expect(joinTopic('plant/', 't')).toBe('plant/t');
    expect(joinTopic('', 't')).toBe('t');
  });
});

describe('SubscriptionTable', () => {
  const wants = (...filters: [string, 0 | 1 | 2][]) => new Map(filters);
  const found = (table: SubscriptionTable<string>, topic: string) => {
    const members: string[] = [];
    table.dispatch(topic, (member, filter) => members.push(`${member} ${filter}`));
    return members.sort();
  };

  it('tells the broker of a filter that several want until the last one has gone', () => {
    const table = new SubscriptionTable<string>();
    expect(table.replace('A', wants(['t', 0]))).toEqual({ subscribe: [{ filter: 't', qos: 0 }], unsubscribe: [] });
    // Asked again, so that the newcomer gets what is retained; with the highest QoS that anybody wants.
    expect(table.replace('B', wants(['t', 1]))).toEqual({ subscribe: [{ filter: 't', qos: 1 }], unsubscribe: [] });
    expect(table.replace('A', wants(['u', 0]))).toEqual({ subscribe: [{ filter: 'u', qos: 0 }], unsubscribe: [] });
    expect(table.qosOf('t')).toBe(1);
    expect(table.replace('B', wants())).toEqual({ subscribe: [], unsubscribe: ['t'] });
    expect(table.filters).toEqual(['u']);
  });

  it('changes nothing at the broker for what stays the same', () => {
    const table = new SubscriptionTable<string>();
    table.replace('A', wants(['t', 0], ['u/#', 2]));
    expect(table.replace('A', wants(['t', 0], ['u/#', 2]))).toEqual({ subscribe: [], unsubscribe: [] });
  });

  it('gives a message to everybody whose filter it matches', () => {
    const table = new SubscriptionTable<string>();
    table.replace('A', wants(['a/b', 0], ['a/+', 0]));
    table.replace('B', wants(['#', 0]));
    expect(found(table, 'a/b')).toEqual(['A a/+', 'A a/b', 'B #']);
    expect(found(table, 'c')).toEqual(['B #']);
    table.replace('B', wants());
    expect(found(table, 'c')).toEqual([]);
  });
});
