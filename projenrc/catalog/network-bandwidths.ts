import { markerLine } from './source-text';
import { InstanceRow } from '../update-data/catalog-types';

/** The network bandwidth of each instance type: a line for each bandwidth, because many types share one. */
export function networkBandwidthsFile(instanceTypes: Readonly<Record<string, InstanceRow>>): string[] {
  const types = new Map<number, string[]>();
  for (const [name, { networkMbps }] of Object.entries(instanceTypes)) {
    if (networkMbps !== undefined) {
      types.set(networkMbps, [...types.get(networkMbps) ?? [], name.replace(/^ml\./, '')]);
    }
  }
  const lines = [...types].sort(([left], [right]) => left - right).map(([mbps, names]) => [mbps, ...names].join(' '));
  return [
    markerLine('instance-types.json'),
    '/** The network bandwidth that is always available: a line for each, in Mbit/s, with the instance types, without `ml.`, that have it. */',
    'export const NETWORK_BANDWIDTHS = `',
    ...lines,
    '`;',
    '',
  ];
}
