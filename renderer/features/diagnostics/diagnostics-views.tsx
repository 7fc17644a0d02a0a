import type { ReactElement, ReactNode } from 'react';
import type { Device, Line } from '../../../shared/domain/device';
import { useSelection } from '../../app/app-context';
import type { DocumentProps } from '../../app/feature';
import { useProtocol } from '../../app/open-project';
import { useOpenProject } from '../../client/hooks';
import { EmptyState } from '../../components/note/empty-state';
import { ActionsSection } from '../device-actions/actions-section';
import { DepthSection } from './depth-section';
import { DiagnosticsCard } from './diagnostics-card';
import './diagnostics.css';

/** Diagnostics of one device and its line, in a tab. */
export function DiagnosticsDocument({ document }: DocumentProps): ReactElement | null {
  const project = useOpenProject()?.project;
  const device = project?.devices.find(({ id }) => id === document.id);
  if (project === undefined || device === undefined) return null;
  return <DeviceDiagnostics device={device} line={project.lines.find(({ id }) => id === device.lineId)} />;
}

/** Diagnostics of what is selected, in the lower dock. */
export function DiagnosticsDock(): ReactElement {
  const project = useOpenProject()?.project;
  const selection = useSelection();
  const lines = project?.lines ?? [];
  if (selection?.kind === 'line') {
    const line = lines.find(({ id }) => id === selection.lineId);
    if (line !== undefined) return <Cards><LineDiagnostics line={line} /></Cards>;
  }
  const device = selection?.kind !== 'device' && selection?.kind !== 'points' ? undefined : project?.devices.find(({ id }) => id === selection.deviceId);
  if (device === undefined) {
    return <EmptyState title="Nothing selected">Select a device, a point or a line: its requests, answers, errors and round trips stand here.</EmptyState>;
  }
  return <DeviceDiagnostics device={device} line={lines.find(({ id }) => id === device.lineId)} />;
}

function DeviceDiagnostics({ device, line }: { readonly device: Device; readonly line: Line | undefined }): ReactElement {
  const measures = useProtocol(device.protocol)?.capabilities.includes('measure-depth') === true;
  return (
    <Cards>
      <DiagnosticsCard title={`Device ${device.deviceId}`} procedure="device.diagnostics" input={{ deviceId: device.id }} device={device} />
      <ActionsSection device={device} />
      {line !== undefined && <LineDiagnostics line={line} />}
      {line !== undefined && measures && <DepthSection key={device.id} device={device} line={line} />}
    </Cards>
  );
}

function Cards({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
    <div className="diagnostics" role="region" aria-label="Counters and round trips" tabIndex={0}>
      {children}
    </div>
  );
}

function LineDiagnostics({ line }: { readonly line: Line }): ReactElement {
  return <DiagnosticsCard title={`Line ${line.name}`} procedure="line.diagnostics" input={{ lineId: line.id }} />;
}
