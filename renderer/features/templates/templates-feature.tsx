import type { TemplateSource } from '../../../shared/contract/templates';
import type { Device } from '../../../shared/domain/device';
import type { Template } from '../../../shared/domain/template';
import type { AppServices } from '../../app/app-services';
import type { Feature } from '../../app/feature';
import { editOffReason } from '../../app/open-project';
import { ConnectDialog } from '../device-editor/connect-dialog';
import { currentDevice } from '../devices/device-commands';
import { DescribeDialog } from './describe-dialog';
import { SaveTemplateDialog } from './save-template-dialog';
import { TemplateDialog } from './template-dialog';

/** Devices from templates, templates from devices, and devices that describe themselves. */
export const templatesFeature: Feature = {
  id: 'templates',
  commands: (app) => {
    const editOff = (): string => {
      const open = app.live.project.get();
      return open ? editOffReason(open) : 'Open a project first.';
    };
    const none = (): string => (currentDevice(app) ? '' : 'No device is selected');
    const withDevice = (open: (device: Device, close: () => void) => React.ReactNode) => (): void => {
      const device = currentDevice(app);
      if (device) app.openDialog((close) => open(device, close));
    };
    const describes = (): string => {
      const device = currentDevice(app);
      const description = app.session.protocols.get().find(({ name }) => name === device?.protocol);
      return none() || (description?.capabilities.includes('describe-itself') === true ? '' : `A ${description?.title ?? 'device'} can't be asked for that`);
    };
    return [
      { id: 'template.addDevice', title: 'Add a device from a template', menu: 'Device', group: 'add', icon: 'file', offReason: editOff, run: () => app.openDialog((close) => <TemplateDialog device={null} onUse={(template, source) => connect(app, template, source)} onClose={close} />) },
      { id: 'template.takeInto', title: 'Take the points of a template into the device', menu: 'Device', group: 'map', icon: 'file', offReason: () => editOff() || none(), run: withDevice((device, close) => <TemplateDialog device={device} onUse={close} onClose={close} />) },
      { id: 'device.describe', title: 'Read the SunSpec map of the device', menu: 'Device', group: 'map', icon: 'search', offReason: () => editOff() || describes(), run: withDevice((device, close) => <DescribeDialog device={device} onClose={close} />) },
      { id: 'template.saveDevice', title: 'Keep the map of the device as a template', menu: 'Device', group: 'map', offReason: () => none() || ((currentDevice(app)?.points.length ?? 0) === 0 ? 'The device has no points to keep' : ''), run: withDevice((device, close) => <SaveTemplateDialog device={device} onClose={close} />) },
    ];
  },
};

/** On to the form of the new device, with the template's settings in it. */
function connect(app: AppServices, template: Template, source: TemplateSource): void {
  const protocols = app.session.protocols.get().filter(({ name }) => name === template.protocol && app.live.project.get()?.project.protocols[name]?.enabled !== false);
  app.openDialog((close) => <ConnectDialog protocols={protocols} template={{ template, source }} onClose={close} />);
}
