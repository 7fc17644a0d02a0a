import type { Point } from '../../../shared/domain/point';
import type { Project } from '../../../shared/domain/project';
import { useNumberFormat } from '../../app/app-context';
import { useSample, useSamples } from '../../client/hooks';
import { formatValue } from '../../components/format/value';

/** The parts of the plant that are drawn, and which value of which device each shows. */
const parts = [
  { device: /^BLR-01/, point: /supply temp/i, name: 'BLR-01', x: 14, y: 20, w: 72, h: 36 },
  { device: /^BLR-02/, point: /supply temp/i, name: 'BLR-02', x: 14, y: 78, w: 72, h: 36 },
  { device: /^(?:PMP|P-|VFD)/, point: /speed|modulation|output|flow/i, name: 'PMP', x: 138, y: 16, w: 54, h: 44 },
  { device: /^(?:TK|BUF|IO)/, point: /tank|buffer|top|level|temp/i, name: 'Tank', x: 210, y: 18, w: 46, h: 76 },
  { device: /^HM-01/, point: /power/i, name: 'HM-01', x: 276, y: 12, w: 66, h: 36 },
  { device: /^HM-02/, point: /power/i, name: 'HM-02', x: 276, y: 64, w: 66, h: 36 },
  { device: /^HM-03/, point: /power/i, name: 'HM-03', x: 276, y: 116, w: 66, h: 36 },
] as const;

interface Found {
  readonly label: string;
  readonly point: Point;
}

function find(project: Project, part: (typeof parts)[number]): Found | null {
  for (const device of project.devices) {
    if (!part.device.test(device.deviceId)) continue;
    const point = device.points.find((one) => part.point.test(one.name));
    if (point) return { label: device.deviceId, point };
  }
  return null;
}

/** A small picture of the plant; with its values while it runs and is open. */
export function PlantSchematic({ project }: { readonly project: Project | null }) {
  const found = parts.map((part) => (project ? find(project, part) : null));
  useSamples(found.flatMap((one) => (one ? [one.point.id] : [])));
  return (
    <svg className="demo-plant" viewBox="0 0 352 172" role="img" aria-label={project ? 'Schematic of the demonstration plant with live values' : 'Schematic of the demonstration plant'}>
      <path d="M86 38h124M86 96h30V38M256 38h20M264 38v96h12M264 82h12" />
      <path className="return" d="M50 114v30h183V94" />
      {parts.map((part, at) => (
        <g key={part.name}>
          <rect x={part.x} y={part.y} width={part.w} height={part.h} />
          <text className="name" x={part.x + part.w / 2} y={part.y + part.h / 2 - 2}>
            {found[at]?.label ?? part.name}
          </text>
          {found[at] ? <LiveText x={part.x + part.w / 2} y={part.y + part.h / 2 + 12} point={found[at].point} /> : null}
        </g>
      ))}
    </svg>
  );
}

function LiveText({ x, y, point }: { readonly x: number; readonly y: number; readonly point: Point }) {
  const sample = useSample(point.id);
  const format = useNumberFormat();
  const good = sample !== undefined && sample.quality.level !== 'bad';
  return (
    <text x={x} y={y}>
      {good ? `${formatValue(sample.value, point, format)} ${point.unit}` : '—'}
    </text>
  );
}
