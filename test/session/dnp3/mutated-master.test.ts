import { expect, it } from 'vitest';
import { directOperate, encodeFileAuthentication, encodeFileBlock, encodeFileStatus, eventPoll, fileInfo, fileObject, header, integrityPoll, encodeFragment, read, readFile, selectBeforeOperate, writeFile, type Command, type FileOutcome, type MasterTask, type ObjectBlock, type TaskOutcome } from '../../../electron/stacks/dnp3';
import { hex } from '../../../electron/stacks/dnp3/octets';
import { DrivenMaster } from '../../support/dnp3-driven-master';
import { damagedFrames } from '../../support/dnp3-mutations';
import { pieces, Random } from '../../support/modbus-mutations';
import { count, soak, type Tally } from '../../support/modbus-soak';
import { octets } from '../../vectors/dnp3/octets';
import { OBJECTS } from '../../vectors/dnp3/objects';

const SAMPLE = 2000;
const TIMEOUT_MS = 500;
const COMMAND: Command = { group: 12, variation: 1, index: 7, value: { controlCode: 3, count: 1, onMs: 50, offMs: 60 } };
/** What an answer has to repeat of it, with status 0. */
const ECHO = '03 01 32 00 00 00 3C 00 00 00 00';
/** Answers are no longer than this. */
const MAX_FILE = 4096;
const CONTENT = Uint8Array.from({ length: 300 }, (_, i) => i);

type Done = (outcome: TaskOutcome | FileOutcome<unknown>) => void;

/** A response to what was asked last, with the objects in hexadecimal. */
const response = (objects: string, functionCode = '81', control = 'C0'): Uint8Array => Uint8Array.from(octets(`${control} ${functionCode} 00 00 ${objects}`));

const objectsOf = (block: ObjectBlock): string => {
  const encoded = encodeFragment({ control: { first: true, final: true, confirm: false, unsolicited: false, sequence: 0 }, functionCode: 1, blocks: [block] });
  if (encoded.kind === 'invalid') throw new Error(encoded.reason);
  return hex(encoded.octets.subarray(2), 5000);
};

const FILE_ANSWERS = [
  fileObject(4, encodeFileStatus({ handle: 1, size: 300, maxBlock: 100, requestId: 1, status: 0 })),
  ...[0, 1, 2].map((block) => fileObject(5, encodeFileBlock({ handle: 1, block, last: block === 2, data: CONTENT.subarray(0, 100) }))),
].map((block) => response(objectsOf(block)));

const KEY_ANSWER = response(objectsOf(fileObject(2, encodeFileAuthentication({ user: '', password: '', key: 77 }))));

const VALUES = OBJECTS.flatMap(({ octets: objects }) => [response(objects), response(objects, '82', 'F0'), response(objects, '81', '80'), response(objects, '81', 'A0')]);

/** What a master may be at, and the fragments that come then. */
const TASKS: readonly { readonly name: string; readonly make: (done: Done) => MasterTask; readonly answers: (request: string) => readonly Uint8Array[] }[] = [
  { name: 'read', make: (done) => read([header(30, 0)], done), answers: () => VALUES },
  { name: 'integrity poll', make: (done) => integrityPoll(done), answers: () => VALUES },
  { name: 'event poll', make: (done) => eventPoll([1, 2, 3], done), answers: () => VALUES },
  { name: 'command', make: (done) => directOperate([COMMAND], true, done), answers: (request) => [response(request.slice(6))] },
  { name: 'command', make: (done) => selectBeforeOperate([COMMAND], done), answers: (request) => [response(request.slice(6))] },
  { name: 'file read', make: (done) => readFile('a', done, { maxBlock: 100, maxOctets: MAX_FILE }), answers: () => FILE_ANSWERS },
  { name: 'file read for a password', make: (done) => readFile('a', done, { maxBlock: 100, maxOctets: MAX_FILE, credentials: { user: 'engineer', password: 'let me in' } }), answers: () => [KEY_ANSWER, ...FILE_ANSWERS] },
  { name: 'file written', make: (done) => writeFile('a', CONTENT, done, { maxBlock: 100 }), answers: () => FILE_ANSWERS },
  { name: 'file information', make: (done) => fileInfo('a', done), answers: () => FILE_ANSWERS },
];

it('a master under mutated fragments: every task ends once, no command counts as done whose answer did not say so, the good read after each is done', { timeout: 7_200_000 }, () => {
  const driven = DrivenMaster.ready({ pollOnIndication: true, timeSync: 'lan', integrityEveryMs: 10_000, responseTimeoutMs: TIMEOUT_MS });
  const { session, handler } = driven;

  const iteration = (seed: number, tally: Tally): void => {
    const random = new Random(seed);
    const { name, make, answers } = random.pick(...TASKS);
    const held: { outcomes: (TaskOutcome | FileOutcome<unknown>)[] } = { outcomes: [] };
    session.submit(make((outcome) => held.outcomes.push(outcome)), driven.now);
    let [request] = driven.take().slice(-1);
    let said = '';
    for (let times = 1 + random.below(4); times > 0; times -= 1) {
      const fragment = Uint8Array.from(random.pick(...(random.below(4) === 0 ? VALUES : answers(request ?? ''))));
      const sequence = request === undefined || random.below(4) === 0 ? random.below(16) : parseInt(request.slice(1, 2), 16);
      fragment[0] = ((fragment[0] ?? 0) & 0xf0) | sequence;
      const damaged = damagedFrames(fragment, false, random);
      said += ` ${hex(damaged.inside, 5000)}`;
      for (const piece of pieces(damaged.octets, random)) driven.router.receive(piece, driven.now);
      const sent = driven.take();
      request = sent.at(-1) ?? request;
      driven.advance(1 + random.below(100));
    }
    // Whatever the damaged answers set off, it ends: repetitions, files, polls because of indications.
    for (let waits = 0; held.outcomes.length === 0 && waits < 40; waits += 1) driven.advance(TIMEOUT_MS);
    const [outcome, ...again] = held.outcomes;
    if (outcome === undefined || again.length > 0) throw new Error(`seed ${seed}: the task ended ${held.outcomes.length} times`);
    count(tally, `${name} ${outcome.ok ? 'done' : outcome.failure.kind}`);
    if (name === 'command' && outcome.ok && !said.includes(ECHO)) throw new Error(`seed ${seed}: a command counts as done without its answer`);
    if (session.waiting > 10) throw new Error(`seed ${seed}: ${session.waiting} tasks wait`);

    driven.advance(TIMEOUT_MS);
    if (good() !== undefined) {
      count(tally, 'good at the second attempt');
      driven.advance(60_000);
      const trouble = good();
      if (trouble !== undefined) throw new Error(`seed ${seed}: the good read is not done: ${trouble}`);
    }
    handler.reports.length = 0;
    handler.indications.length = 0;
    handler.online.length = 0;
  };

  /** A read with a good answer; what waited before it gets an empty one. What went wrong, if anything. */
  const good = (): string | undefined => {
    const log: string[] = [];
    const held = driven.submit((done) => read([header(1, 2)], done));
    let sent = driven.take();
    for (let requests = 0; held.outcome === undefined && requests < 20; requests += 1) {
      const [request] = sent.slice(-1);
      log.push(...sent);
      if (request === undefined) sent = driven.advance(TIMEOUT_MS);
      else if (!request.endsWith(' 01 01 02 06')) sent = driven.answer(`C${request.slice(1, 2)} 81 00 00`);
      else {
        driven.answer(`C${request.slice(1, 2)} 81 00 00 01 02 00 05 05 81`);
        // Before it may stand what the parser held of damaged frames.
        const last = handler.reports.at(-1);
        const done = held.times === 1 && last?.type === 'binary' && !last.unsolicited && last.index === 5 && last.value.value === 1;
        return done ? undefined : `${JSON.stringify(held)}, ${JSON.stringify(last)} after ${log.join(' | ')}`;
      }
    }
    return `${JSON.stringify(held)} after ${log.join(' | ')}`;
  };

  const tally = soak('DNP3 master', SAMPLE, iteration);
  expect(session.counters.malformed).toBeGreaterThan(100);
  expect(['read done', 'read timeout', 'command done', 'command bad-response', 'file read bad-response', 'file written timeout'].filter((ending) => (tally.get(ending) ?? 0) < 10)).toEqual([]);
});
