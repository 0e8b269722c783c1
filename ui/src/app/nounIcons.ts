import {
  type Icon,
  IconBox,
  IconCamera,
  IconCircuitSwitchOpen,
  IconDatabase,
  IconKey,
  IconNetwork,
  IconPlugConnected,
  IconServerCog,
  IconShieldLock,
  IconSitemap,
  IconTemplate,
  IconWorld,
} from '@tabler/icons-react';

const ICONS: { [noun: string]: Icon } = {
  template: IconTemplate,
  placement_group: IconCircuitSwitchOpen,
  hpc_cluster: IconCircuitSwitchOpen,
  host: IconServerCog,
  key_pair: IconKey,
  disk: IconDatabase,
  local_disk: IconDatabase,
  snapshot: IconCamera,
  snapshot_policy: IconCamera,
  vpc: IconNetwork,
  subnet: IconSitemap,
  security_group: IconShieldLock,
  network_interface: IconPlugConnected,
  elastic_ip: IconWorld,
};

/** The picture of a noun; a box for one that has none. */
export function nounIcon(noun: string): Icon {
  return ICONS[noun] ?? IconBox;
}
