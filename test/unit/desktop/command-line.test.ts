import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../electron/desktop/command-line';

describe('the command line of the desktop application', () => {
  it('takes the data folder relative to where it was started', () => {
    expect(readCommandLine(['--data', 'plant'], '/home/me').dataFolder).toBe('/home/me/plant');
    expect(readCommandLine(['--data=/srv/plant'], '/home/me').dataFolder).toBe('/srv/plant');
  });

  it('takes the project that the file manager handed over, among switches of Chromium', () => {
    expect(readCommandLine(['--no-sandbox', '--type=x', 'plant.thermacore'], '/home/me').projectFile).toBe('/home/me/plant.thermacore');
  });

  it('asks for nothing when nothing is given', () => {
    expect(readCommandLine(['--inspect=0', '.'], '/home/me')).toEqual({ dataFolder: undefined, projectFile: undefined, rendererServer: undefined });
  });
});
