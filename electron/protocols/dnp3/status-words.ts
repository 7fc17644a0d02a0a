/** What a command status says, and what a person does about it. */
export interface StatusWords {
  /** By the standard's name. */
  readonly name: string;
  readonly meaning: string;
  /** A sentence without its point; empty where nothing has to be done. */
  readonly advice: string;
}

const WORDS: Readonly<Record<number, StatusWords>> = {
  0: { name: 'SUCCESS', meaning: 'accepted', advice: '' },
  1: { name: 'TIMEOUT', meaning: 'the operate came too late after the select', advice: 'Select again and operate sooner, or have the select timeout of the outstation set longer' },
  2: { name: 'NO_SELECT', meaning: 'there was no select that fits the operate', advice: 'Look whether another master commands the same output, and select again' },
  3: { name: 'FORMAT_ERROR', meaning: 'the command is not formed as this output wants it', advice: 'Compare operation, count and times with its device profile' },
  4: { name: 'NOT_SUPPORTED', meaning: 'the output does not do this operation', advice: 'Choose an operation that its device profile names for this output' },
  5: { name: 'ALREADY_ACTIVE', meaning: 'the output does this already, or its queue is full', advice: 'Wait until it has ended' },
  6: { name: 'HARDWARE_ERROR', meaning: 'the hardware of the output has failed', advice: 'Look at the output card of the outstation' },
  7: { name: 'LOCAL', meaning: 'the output is under local control', advice: 'Switch the outstation from local to remote, then command again' },
  8: { name: 'TOO_MANY_OBJS', meaning: 'too many outputs in one request', advice: 'Command fewer outputs at once' },
  9: { name: 'NOT_AUTHORIZED', meaning: 'this master may not command it', advice: 'Have this master allowed in the outstation' },
  10: { name: 'AUTOMATION_INHIBIT', meaning: 'a local program holds it', advice: 'End or release the local program first' },
  11: { name: 'PROCESSING_LIMITED', meaning: 'the outstation is too busy', advice: 'Wait a little, then command again' },
  12: { name: 'OUT_OF_RANGE', meaning: 'the value is beyond what the output takes', advice: 'Choose a value within its limits' },
  13: { name: 'DOWNSTREAM_LOCAL', meaning: 'a device behind the outstation is under local control', advice: 'Switch that device from local to remote, then command again' },
  14: { name: 'ALREADY_COMPLETE', meaning: 'the output is there already', advice: 'Look at its feedback: nothing is left to do' },
  15: { name: 'BLOCKED', meaning: 'an interlock blocks it', advice: 'Look at the interlocks of the output' },
  16: { name: 'CANCELLED', meaning: 'it was cancelled', advice: 'Look who cancelled it before commanding again' },
  17: { name: 'BLOCKED_OTHER_MASTER', meaning: 'another master has the output', advice: 'Agree with whoever works on the other master' },
  18: { name: 'DOWNSTREAM_FAIL', meaning: 'a device behind the outstation does not answer it', advice: 'Look at the line behind the outstation' },
  126: { name: 'NON_PARTICIPATING', meaning: 'the outstation takes no part in this', advice: 'Look whether it is meant to carry out commands' },
  127: { name: 'UNDEFINED', meaning: 'refused for a reason that is not named', advice: "Look at the outstation's own log" },
};

/** A command status in words (names and meanings from memory of IEEE 1815, control status codes). */
export function statusWords(status: number): StatusWords {
  return WORDS[status] ?? { name: `status ${status}`, meaning: 'a status that the standard keeps reserved', advice: "Look at the outstation's own log" };
}
