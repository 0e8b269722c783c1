import { type Icon, IconPlayerPlay, IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { InstanceAction } from '../../ipc/bindings';

/** What can be done to instances, in the order of the buttons. */
export const ACTIONS: { action: InstanceAction; icon: Icon }[] = [
  { action: 'start', icon: IconPlayerPlay },
  { action: 'stop', icon: IconPlayerStop },
  { action: 'reboot', icon: IconRefresh },
  { action: 'terminate', icon: IconTrash },
];
