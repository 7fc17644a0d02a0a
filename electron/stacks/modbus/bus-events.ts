/** What a line carried, whoever it was for: the base of the bus counters of function 8. Counted by server sessions. */
export class BusEvents {
  /** Whole frames with a right checksum. */
  messages = 0;
  /** Frames with a wrong checksum. */
  communicationErrors = 0;
  /** Octets lost because nobody took them in time; this library's channels lose none, a simulator may count some. */
  overruns = 0;
}
