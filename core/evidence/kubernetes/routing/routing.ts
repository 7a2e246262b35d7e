import type { Detector } from '../detector.ts';
import { gateways } from '../routes/gateways.ts';
import { dependencies } from './dependencies.ts';
import { nameSettings } from './dns.ts';
import { nameServerDown } from './name-server.ts';
import { services } from './services.ts';
import { trafficDenied } from './traffic-denied.ts';
import { unresolved } from './unresolved.ts';

/** Every way in which a call goes astray between two workloads that run. */
export const routing: readonly Detector[] = [
  services,
  dependencies,
  gateways,
  nameSettings,
  nameServerDown,
  unresolved,
  trafficDenied,
];
