/** What a session of an outstation needs of its channel. */
export interface OutstationEnvironment {
  /** Puts octets on the wire; false when the channel takes none. */
  send(octets: Uint8Array): boolean;
  /** `tick` must be called at or soon after this time. */
  wake(at: number): void;
}

/** What a session counted; all of it only grows. */
export interface OutstationCounters {
  requests: number;
  /** Requests that came again and were answered again without being carried out again. */
  repeated: number;
  /** Fragments that are no request, or of which objects could not be read. */
  malformed: number;
  ignored: number;
  confirmTimeouts: number;
  unsolicited: number;
  broadcasts: number;
}
