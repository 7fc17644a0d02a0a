import type { Feature } from '../../app/feature';
import { AboutDialog } from './about-dialog';

export const aboutFeature: Feature = {
  id: 'about',
  commands: (app) => [
    {
      id: 'help.keys',
      title: 'All keys of this screen',
      menu: 'Help',
      keys: 'F1',
      run: () => app.openSettings('keyboard'),
    },
    { id: 'help.keysToo', title: 'All keys of this screen', keys: '?', hidden: true, run: () => app.openSettings('keyboard') },
    { id: 'help.about', title: 'About ThermaCore Workstation', menu: 'Help', icon: 'mark', run: () => app.openDialog((close) => <AboutDialog onClose={close} />) },
  ],
};
