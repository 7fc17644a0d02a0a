/** The three answers of every codec here. No codec throws on a peer's octets. */
export type Decoded<T> =
  | { readonly kind: 'value'; readonly value: T; readonly used: number }
  | { readonly kind: 'need-more'; readonly atLeast: number }
  | { readonly kind: 'bad'; readonly reason: string; readonly octets: Uint8Array };

/** An encoder's two answers: the octets, or why the caller's values cannot be put on the wire. */
export type Encoded = { readonly kind: 'octets'; readonly octets: Uint8Array } | { readonly kind: 'invalid'; readonly reason: string };
