import { iconShapes, type IconName } from './icon-shapes';
import './icon.css';

export type { IconName } from './icon-shapes';

export interface IconProps {
  readonly name: IconName;
  /** 12, 16 or 20 px. */
  readonly size?: 's' | 'm' | 'l';
  /** Said by screen readers; without one the icon is decoration beside a word. */
  readonly label?: string;
}

export function Icon({ name, size = 'm', label }: IconProps) {
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className={`icon icon-${size}`} viewBox="0 0 16 16" {...named}>
      {iconShapes[name]}
    </svg>
  );
}
