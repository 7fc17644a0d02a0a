import { z } from 'zod';
import { eventTopics, type TopicName, type TopicPayload } from '../../../shared/contract/events';
import type { Sample } from '../../../shared/domain/sample';
import type { EventSubscription } from '../../doors/contract-engine';
import { fieldErrors, type FieldErrors } from '../../doors/field-errors';
import type { ProjectTraffic } from '../project-traffic';
import { FramesTopic } from './frames-topic';
import { KeyedTopic } from './keyed-topic';
import { LogTopic } from './log-topic';
import { ProjectTopic, type ToldFile } from './project-topic';
import { SamplesTopic } from './samples-topic';
import { SimulatorValuesTopic } from './simulator-values-topic';
import { SimulatorWritesTopic } from './simulator-writes-topic';
import { StateTopic } from './state-topic';

type Item<T extends TopicName> = TopicPayload<T> extends (infer I)[] ? I : never;

/** Where the topics read the present state. */
export interface TopicSources {
  latest(pointId: string): Sample | null;
  deviceIds(): Iterable<string>;
  deviceStatus(deviceId: string): Item<'devices'> | null;
  lineIds(): Iterable<string>;
  lineStatus(lineId: string): Item<'lines'> | null;
  project(): ToldFile | null;
  recentLog(limit: number): Item<'log'>[];
  jobIds(): Iterable<string>;
  job(jobId: string): Item<'jobs'> | null;
  writing(): TopicPayload<'writing'>;
  metrics(): TopicPayload<'metrics'>;
  /** Null while no project is open. */
  traffic(): ProjectTraffic | null;
  simulatorIds(): Iterable<string>;
  simulatorStatus(simulatorId: string): Item<'simulators'> | null;
  simulatorValues(simulatorId: string, pointIds: readonly string[]): Item<'simulatorValues'>[];
  simulatorWrites(simulatorId: string, limit: number): Item<'simulatorWrites'>[];
}

const noFilter = z.object({});

/** The event stream of one tenant. */
export class TenantTopics {
  readonly samples: SamplesTopic;
  readonly devices: KeyedTopic<Item<'devices'>>;
  readonly lines: KeyedTopic<Item<'lines'>>;
  readonly project: ProjectTopic;
  readonly log: LogTopic;
  readonly jobs: KeyedTopic<Item<'jobs'>>;
  readonly writing: StateTopic<TopicPayload<'writing'>>;
  readonly metrics: StateTopic<TopicPayload<'metrics'>>;
  readonly simulators: KeyedTopic<Item<'simulators'>>;
  readonly simulatorValues: SimulatorValuesTopic;
  readonly simulatorWrites: SimulatorWritesTopic;
  readonly frames: FramesTopic;

  constructor(sources: TopicSources) {
    this.samples = new SamplesTopic((pointId) => sources.latest(pointId));
    this.devices = new KeyedTopic(() => sources.deviceIds(), (id) => sources.deviceStatus(id));
    this.lines = new KeyedTopic(() => sources.lineIds(), (id) => sources.lineStatus(id));
    this.project = new ProjectTopic(() => sources.project());
    this.log = new LogTopic((limit) => sources.recentLog(limit));
    this.jobs = new KeyedTopic(() => sources.jobIds(), (id) => sources.job(id));
    this.writing = new StateTopic(() => sources.writing());
    this.metrics = new StateTopic(() => sources.metrics());
    this.simulators = new KeyedTopic(() => sources.simulatorIds(), (id) => sources.simulatorStatus(id));
    this.simulatorValues = new SimulatorValuesTopic((id, pointIds) => sources.simulatorValues(id, pointIds));
    this.simulatorWrites = new SimulatorWritesTopic((id, limit) => sources.simulatorWrites(id, limit));
    this.frames = new FramesTopic(() => sources.traffic());
  }

  subscribe(topic: TopicName, filter: unknown, onPending: () => void): { ok: true; subscription: EventSubscription } | { ok: false; fields: FieldErrors } {
    if (topic === 'samples') {
      const wanted = eventTopics.samples.filter.safeParse(filter);
      return wanted.success ? { ok: true, subscription: this.samples.subscribe(wanted.data.pointIds, onPending) } : { ok: false, fields: fieldErrors(wanted.error) };
    }
    if (topic === 'project') {
      const wanted = eventTopics.project.filter.safeParse(filter);
      return wanted.success ? { ok: true, subscription: this.project.subscribe(wanted.data, onPending) } : { ok: false, fields: fieldErrors(wanted.error) };
    }
    if (topic === 'simulatorValues') {
      const wanted = eventTopics.simulatorValues.filter.safeParse(filter);
      return wanted.success ? { ok: true, subscription: this.simulatorValues.subscribe(wanted.data, onPending) } : { ok: false, fields: fieldErrors(wanted.error) };
    }
    if (topic === 'simulatorWrites') {
      const wanted = eventTopics.simulatorWrites.filter.safeParse(filter);
      return wanted.success ? { ok: true, subscription: this.simulatorWrites.subscribe(wanted.data.simulatorId, onPending) } : { ok: false, fields: fieldErrors(wanted.error) };
    }
    if (topic === 'frames') {
      const wanted = eventTopics.frames.filter.safeParse(filter);
      return wanted.success ? { ok: true, subscription: this.frames.subscribe(wanted.data.sourceIds, onPending) } : { ok: false, fields: fieldErrors(wanted.error) };
    }
    const checked = noFilter.safeParse(filter);
    return checked.success ? { ok: true, subscription: this[topic].subscribe(onPending) } : { ok: false, fields: fieldErrors(checked.error) };
  }
}
