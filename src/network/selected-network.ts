import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { NetworkOptions } from './network-options';

/** A kind of subnets from which a network interface without a public address does not reach the internet. */
export type ClosedSubnets = 'isolated' | 'public';

/** The part of a VPC that the container is connected to. */
export interface SelectedNetwork {
  readonly vpc: ec2.IVpc;
  readonly subnetIds: string[];
  /** The security groups that the user names; undefined where a new one is made. */
  readonly securityGroups?: ec2.ISecurityGroup[];
  /** The kinds of its subnets that are known to have no way to the internet. */
  readonly closed: readonly ClosedSubnets[];
  /** Whether the VPC is looked up yet: its subnets are placeholders until then, or none. */
  readonly pending: boolean;
}

/** The part of the VPC that the props select, or why it selects none: aws-cdk-lib throws if the VPC has no such subnets. */
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
  const { subnets, subnetIds, isPendingLookup: pending = false } = selected;
  const among = (kind: ec2.ISubnet[]) => subnets.some(({ subnetId }) => kind.some(subnet => subnet.subnetId === subnetId));
  const closed: ClosedSubnets[] = [
    ...among(vpc.isolatedSubnets) ? ['isolated' as const] : [],
    ...among(vpc.publicSubnets) ? ['public' as const] : [],
  ];
  return { network: { vpc, subnetIds, securityGroups, closed: pending ? [] : closed, pending } };
}
