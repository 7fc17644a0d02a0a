/** Small seeded random numbers (mulberry32), so that an iteration is its seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  }

  octet(): number {
    return this.below(256);
  }

  octets(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.octet());
  }

  pick<T>(...choices: T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

const EDGES = [0, 1, 2, 3, 0x7f, 0x80, 0x83, 0xfe, 0xff];

/** Damages octets in one to three ways, now and then in none. */
export function mutate(octets: Uint8Array, random: Random): Uint8Array {
  let mutated = Uint8Array.from(octets);
  for (let times = random.below(4); times > 0; times -= 1) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(octets: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const at = random.below(octets.length + 1);
  const copy = Uint8Array.from(octets);
  const there = Math.min(at, octets.length - 1);
  switch (random.below(13)) {
    case 0:
      if (copy.length > 0) copy[there] = copy[there]! ^ (1 << random.below(8));
      return copy;
    case 1:
      if (copy.length > 0) copy[there] = random.octet();
      return copy;
    case 2:
      if (copy.length > 0) copy[there] = random.pick(...EDGES);
      return copy;
    case 3:
      // The header's octets, where most sense lies.
      if (copy.length > 0) copy[random.below(Math.min(9, copy.length))] = random.pick(...EDGES, random.octet());
      return copy;
    case 4:
      return copy.slice(0, at);
    case 5:
      return copy.slice(at);
    case 6:
      return join(copy.slice(0, at), copy.slice(at + 1 + random.below(4)));
    case 7:
      return join(copy.slice(0, at), random.octets(1 + random.below(6)), copy.slice(at));
    case 8:
      return join(copy, copy);
    case 9:
      return join(random.octets(1 + random.below(8)), copy);
    case 10:
      return join(copy, random.octets(1 + random.below(8)));
    case 11:
      return Uint8Array.from(random.octets(random.below(40)));
    default:
      return join(copy.slice(0, at), copy.slice(at).toReversed());
  }
}

export function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Cuts octets into one to four pieces. */
export function pieces(octets: Uint8Array, random: Random): Uint8Array[] {
  const cuts = Array.from({ length: random.below(4) }, () => random.below(octets.length + 1)).sort((a, b) => a - b);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const cut of [...cuts, octets.length]) {
    if (cut > from) parts.push(octets.slice(from, cut));
    from = cut;
  }
  return parts;
}
