import type { Point } from '../../../shared/domain/point';
import type { Project } from '../../../shared/domain/project';
import { useNumberFormat } from '../../app/app-context';
import { useSample, useSamples } from '../../client/hooks';
import { NO_VALUE } from '../../components/format/number';
import { formatValue } from '../../components/format/value';

/** The parts of the plant that are drawn, and which value of which device each shows. The middle of each, and its size. */
const parts = [
  { device: 'BLR-01', point: 'Supply temperature', x: 50, y: 38, w: 72, h: 36, round: false },
  { device: 'BLR-02', point: 'Supply temperature', x: 50, y: 96, w: 72, h: 36, round: false },
  { device: 'PMP-01', point: 'Speed', x: 165, y: 38, w: 48, h: 48, round: true },
  { device: 'TK-01', point: 'Top temperature', x: 225, y: 47, w: 50, h: 54, round: false },
  { device: 'HM-01', point: 'Power', x: 304, y: 38, w: 68, h: 36, round: false },
  { device: 'HM-02', point: 'Power', x: 304, y: 88, w: 68, h: 36, round: false },
  { device: 'HM-03', point: 'Power', x: 304, y: 138, w: 68, h: 36, round: false },
  { device: 'FDR-01', point: 'Active power', x: 50, y: 192, w: 72, h: 36, round: false },
  { device: 'PST-01', point: 'Flow', x: 304, y: 192, w: 68, h: 36, round: false },
] as const;
const back = { device: 'TK-01', point: 'Network return temperature' } as const;

function find(project: Project | null, wanted: { readonly device: string; readonly point: string }): Point | undefined {
  return project?.devices.find((device) => device.deviceId === wanted.device)?.points.find((point) => point.name === wanted.point);
}

/** A small picture of the plant; with its values while it runs and is open. */
export function PlantSchematic({ project }: { readonly project: Project | null }) {
  const points = parts.map((part) => find(project, part));
  const returning = find(project, back);
  useSamples([...points, returning].flatMap((point) => (point ? [point.id] : [])));
  return (
    <svg className="demo-plant" viewBox="0 0 352 216" role="img" aria-label={project ? 'Schematic of the demonstration plant with live values' : 'Schematic of the demonstration plant'}>
      <path d="M86 38h55M86 96h32V38M189 38h11M250 38h20M260 38v100h10M260 88h10" />
      <path className="return" d="M225 74v64H50v-24" />
      <path d="M86 192h184" />
      {parts.map((part, at) => (
        <g key={part.device}>
          {part.round ? <circle cx={part.x} cy={part.y} r={part.w / 2} /> : <rect x={part.x - part.w / 2} y={part.y - part.h / 2} width={part.w} height={part.h} />}
          <text className="name" x={part.x} y={part.y - 2}>
            {part.device}
          </text>
          <LiveText x={part.x} y={part.y + 11} point={points[at]} />
        </g>
      ))}
      <LiveText x={138} y={133} point={returning} before="return " />
    </svg>
  );
}

function LiveText({ x, y, point, before = '' }: { readonly x: number; readonly y: number; readonly point: Point | undefined; readonly before?: string }) {
  return point ? <LiveValue x={x} y={y} point={point} before={before} /> : null;
}

function LiveValue({ x, y, point, before }: { readonly x: number; readonly y: number; readonly point: Point; readonly before: string }) {
  const sample = useSample(point.id);
  const format = useNumberFormat();
  const known = sample !== undefined && sample.quality.level !== 'bad';
  return (
    <text x={x} y={y}>
      {before}
      {known ? `${formatValue(sample.value, point, format)} ${point.unit}` : NO_VALUE}
    </text>
  );
}
