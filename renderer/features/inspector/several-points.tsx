import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';

/** What several selected points have in common. */
export function SeveralPoints({ device, points }: { readonly device: Device; readonly points: readonly Point[] }) {
  const common = (values: readonly string[]): string => {
    const different = new Set(values);
    const [only] = different;
    return different.size === 1 ? only || 'none' : `${different.size} different`;
  };
  return (
    <>
      <div className="pane-head">
        {`${points.length} points`}
        <span className="sub ell">{device.deviceId}</span>
      </div>
      <section className="inspect-block">
        <dl className="pairs">
          <dt>Type</dt>
          <dd>{common(points.map((point) => point.dataType))}</dd>
          <dt>Unit</dt>
          <dd>{common(points.map((point) => point.unit))}</dd>
          <dt>Scale</dt>
          <dd>{common(points.map((point) => String(point.scale)))}</dd>
          <dt>Sensor type</dt>
          <dd>{common(points.map((point) => point.sensorType))}</dd>
          <dt>Can be written</dt>
          <dd>{`${points.filter((point) => point.access !== 'read').length} of ${points.length}`}</dd>
        </dl>
      </section>
    </>
  );
}
