import { NETWORK_BANDWIDTHS } from './network-bandwidths.generated';
import { SageMakerInstanceType } from './sagemaker-instance-type.generated';

/** The network bandwidth of an instance type that is always available, in bytes per second. Undefined if it is not known. */
export function networkBandwidth(type: SageMakerInstanceType): number | undefined {
  const name = type.toString().replace(/^ml\./, '');
  const line = NETWORK_BANDWIDTHS.split('\n').map(text => text.split(' ')).find(([, ...names]) => names.includes(name));
  return line && Number(line[0]) * 1e6 / 8;
}
