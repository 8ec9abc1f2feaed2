import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { NetworkOptions } from './network-options';

/** A type of subnet in which a network interface without a public address has no internet access. */
export type ClosedSubnets = 'isolated' | 'public';

/** The VPC, subnets and security groups that the container is connected to. */
export interface SelectedNetwork {
  readonly vpc: ec2.IVpc;
  readonly subnetIds: string[];
  /** The security groups that the user passes; undefined if the library creates one. */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /** The types of its subnets that are known to have no internet access. */
  readonly closed: readonly ClosedSubnets[];
  /** Whether the lookup of the VPC is still pending. Until then, it has placeholder subnets or none. */
  readonly pending?: boolean;
}

/** The network that the props select, or why they select none: aws-cdk-lib throws if the VPC has no such subnets. */
export function selectNetwork(
  { vpc, vpcSubnets, securityGroups }: NetworkOptions,
): { readonly network?: SelectedNetwork; readonly noNetwork?: string } {
  if (!vpc) {
    return {};
  }
  let selected: ec2.SelectedSubnets;
  try {
    selected = vpc.selectSubnets(vpcSubnets);
  } catch (error) {
    return { noNetwork: (error as Error).message };
  }
  const { subnets, subnetIds, isPendingLookup: pending } = selected;
  const among = (kind: ec2.ISubnet[]) => subnets.some(({ subnetId }) => kind.some(subnet => subnet.subnetId === subnetId));
  const closed: ClosedSubnets[] = [
    ...among(vpc.isolatedSubnets) ? ['isolated' as const] : [],
    ...among(vpc.publicSubnets) ? ['public' as const] : [],
  ];
  return { network: { vpc, subnetIds, securityGroups, closed: pending ? [] : closed, pending } };
}
