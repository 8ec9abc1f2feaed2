import { isKnown } from '../../common/known';
import { ClosedSubnets } from '../../network/selected-network';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { HubSource, hubSource } from '../../plan/hub-source';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { lengthFindings, LengthFound, lengthMessage } from '../ranges';

const VPC = 'https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html';

const TWICE: Check<object> = {
  id: 'vpc-twice',
  severity: 'error',
  what: '`vpc` and `vpcConfig` are both set',
  why: 'both define the network, so it is not clear which one to use',
  fix: 'leave one of them out',
  source: VPC,
  message: prop => `'${prop}' must not be set together with 'vpcConfig', got both`,
};

const WITHOUT_VPC: Check<object> = {
  id: 'network-without-vpc',
  severity: 'error',
  what: '`vpcSubnets`, `securityGroups` or `allowAllOutbound` is set without `vpc`',
  why: 'it has no effect',
  fix: 'set the VPC, or leave it out',
  source: VPC,
  message: prop => `'${prop}' requires 'vpc', got none`,
};

const OUTBOUND: Check<{ readonly allowAllOutbound: boolean }> = {
  id: 'allow-all-outbound',
  severity: 'error',
  what: '`allowAllOutbound` is set together with `securityGroups`',
  why: 'it has no effect on these security groups, which have their own rules',
  fix: 'set it when you create the security groups',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroup.html',
  message: (prop, { allowAllOutbound }) => `'${prop}' must not be set together with 'securityGroups', which have their own rules, `
    + `got ${allowAllOutbound}`,
};

const SUBNETS: Check<{ readonly reason: string }> = {
  id: 'vpc-subnets',
  severity: 'error',
  what: '`vpcSubnets` selects subnets that `vpc` does not have',
  why: 'there is no subnet for the network interfaces of the container',
  fix: 'select subnets that the VPC has',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SubnetSelection.html',
  message: (prop, { reason }) => `'${prop}' must select subnets of 'vpc', got none (${reason})`,
};

const SIZE: Check<LengthFound> = {
  id: 'vpc-size',
  severity: 'error',
  what: '`vpc` does not provide 1 to 16 subnets and 1 to 5 security groups',
  why: REJECTED,
  fix: 'select 1 to 16 subnets with `vpcSubnets`, and 1 to 5 groups with `securityGroups`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html',
  message: lengthMessage,
};

const ISOLATION: Check<{ readonly download: HubSource }> = {
  id: 'hub-with-network-isolation',
  severity: 'error',
  what: 'the container downloads a model or an adapter from the Hugging Face Hub, and `networkIsolation` is set',
  why: 'the download fails, and the endpoint never becomes healthy',
  fix: 'load the weights, and the adapters with them, from Amazon S3 with `modelData`, or include them in the image and set their path with '
    + '`environment`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html',
  message: (prop, { download }) => `'${prop}' blocks the network calls of the container, which downloads ${downloadText(download)}`,
};

const SHELL_IN_ISOLATION: Check<object> = {
  id: 'ssm-access-with-network-isolation',
  severity: 'error',
  what: '`ssmAccess` is set together with `networkIsolation`',
  why: 'AWS Systems Manager cannot start a session in a container that makes no network calls',
  fix: 'leave one of them out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html',
  message: prop => `'${prop}' must not be set together with 'networkIsolation', which blocks the connection to AWS Systems Manager, got both`,
};

interface ClosedToHub {
  readonly closed: readonly ClosedSubnets[];
  readonly download: HubSource;
}

const NO_WAY_OUT: Check<ClosedToHub> = {
  id: 'hub-without-way-out',
  severity: 'warning',
  what: 'the container downloads a model or an adapter from the Hugging Face Hub in isolated or public subnets of `vpc`, without a mirror or a proxy',
  why: 'its network interface has no route to the internet there, or no public IP address, so the download fails',
  fix: 'select subnets with a NAT gateway with `vpcSubnets`, load the weights from Amazon S3 with `modelData`, set a mirror with '
    + '`environment.HF_ENDPOINT`, or set a proxy with `environment.HTTPS_PROXY`',
  source: VPC,
  message: (prop, { closed, download }) => `'${prop}' must connect the container to the internet, for the download of ${downloadText(download)}, `
    + `got ${closed.join(' and ')} subnets${closed.includes('public') ? ', where its network interface has no public IP address' : ''}`,
};

const NO_S3: Check<{ readonly closed: readonly ClosedSubnets[] }> = {
  id: 'subnets-without-s3',
  severity: 'warning',
  what: '`modelData` is set together with isolated or public subnets of a `vpc` that the app creates without an endpoint for Amazon S3',
  why: 'SageMaker downloads the weights through these subnets, which fails',
  fix: 'add a gateway endpoint for Amazon S3, which is free, with `vpc.addGatewayEndpoint`',
  source: VPC,
  message: (prop, { closed }) => `'${prop}' is downloaded through the ${closed.join(' and ')} subnets of 'vpc', which has no endpoint for Amazon S3`,
};

const NOTHING_OUT: Check<{ readonly download: HubSource | 'modelData' }> = {
  id: 'no-outbound-rule',
  severity: 'warning',
  what: 'weights or an adapter are downloaded through `vpc`, and the security groups, which the app creates, allow no outbound traffic, such as with '
    + '`allowAllOutbound: false`',
  why: 'the download fails, and the endpoint never becomes healthy',
  fix: 'allow the traffic with `connections`, such as with `connections.allowToAnyIpv4`, or create the security groups with `allowAllOutbound`',
  source: VPC,
  message: (prop, { download }) => `'${prop}' must allow the download of ${downloadText(download)}, got no outbound rule`,
};

const LOCAL_DISK: Check<{ readonly instanceTypes: readonly string[] }> = {
  id: 'encryption-key-and-local-disk',
  severity: 'warning',
  what: '`encryptionKey` is set for an instance type with a local disk',
  why: 'the hardware of the instance encrypts that disk, not the key; AWS once documented that SageMaker rejects the key for such instance types',
  fix: 'leave the key out, unless a policy of your organization requires one',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html',
  message: (prop, { instanceTypes }) => `'${prop}' does not encrypt the local disk of ${instanceTypes.join(', ')}, which the hardware encrypts`,
};

export const NETWORK_CHECKS = [
  TWICE, WITHOUT_VPC, OUTBOUND, SUBNETS, SIZE, ISOLATION, SHELL_IN_ISOLATION, NO_WAY_OUT, NO_S3, NOTHING_OUT, LOCAL_DISK,
];

function downloadText(download: HubSource | 'modelData'): string {
  if (download === 'modelData') {
    return "'modelData' from Amazon S3";
  }
  const { kind, ids } = download;
  return `the ${kind === 'draft' ? 'draft model' : kind} ${ids.join(', ')} from the Hugging Face Hub`;
}

/** The variables that make the container reach the Hub without a route to the internet. */
const OTHER_WAYS = ['HF_ENDPOINT', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

/** Checks the network of the container, and the encryption of its volume. */
export function networkFindings(plan: EndpointPlan): Finding[] {
  return [
    ...contradictions(plan), ...size(plan), ...plan.models.flatMap(model => hub(plan, model)), ...shell(plan), ...encryption(plan),
  ];
}

function contradictions({ networkOptions: { vpc, vpcSubnets, securityGroups, allowAllOutbound }, vpcConfig }: EndpointPlan): Finding[] {
  const used = Object.entries({ vpcSubnets, securityGroups, allowAllOutbound }).filter(([, value]) => value !== undefined);
  return [
    ...when(vpc !== undefined && vpcConfig !== undefined, () => finding(TWICE, 'vpc', {})),
    ...vpc ? [] : used.map(([prop]) => finding(WITHOUT_VPC, prop, {})),
    ...securityGroups && allowAllOutbound !== undefined ? [finding(OUTBOUND, 'allowAllOutbound', { allowAllOutbound })] : [],
  ];
}

function size({ network, noNetwork }: EndpointPlan): Finding[] {
  if (noNetwork !== undefined) {
    return [finding(SUBNETS, 'vpcSubnets', { reason: noNetwork.replace(/\.$/, '') })];
  }
  const { subnetIds, pending, securityGroups } = network ?? {};
  const subnets = { minimum: 1, maximum: 16, counted: 'subnets for the endpoint' };
  return [
    ...isKnown(subnetIds) && !pending ? lengthFindings(SIZE, 'vpc', subnetIds.length, subnets) : [],
    ...securityGroups ? lengthFindings(SIZE, 'securityGroups', securityGroups.length, { minimum: 1, maximum: 5, counted: 'security groups' }) : [],
  ];
}

function hub({ network, networkOptions: { networkIsolation } }: EndpointPlan, model: ModelPlan): Finding[] {
  const download = hubSource(model);
  if (!download) {
    return [];
  }
  if (networkIsolation) {
    return [finding(ISOLATION, 'networkIsolation', { download })];
  }
  const closed = network?.closed ?? [];
  const hasOtherWay = OTHER_WAYS.some(name => model.environment[name] !== undefined);
  return when(closed.length > 0 && !hasOtherWay, () => finding(NO_WAY_OUT, 'vpc', { closed, download }));
}

function shell({ capacity: { ssmAccess = false }, networkOptions: { networkIsolation = false } }: EndpointPlan): Finding[] {
  return when(ssmAccess && networkIsolation, () => finding(SHELL_IN_ISOLATION, 'ssmAccess', {}));
}

function encryption({ security: { encryptionKey }, shares }: EndpointPlan): Finding[] {
  const instanceTypes = shares.filter(({ instanceType }) => instanceType.nvmeBacked).map(({ instanceType }) => instanceType.toString());
  return when(encryptionKey !== undefined && instanceTypes.length > 0, () => finding(LOCAL_DISK, 'encryptionKey', { instanceTypes }));
}

/** What is known about the routes of a VPC once the whole app is known. */
export interface Routes {
  /** Whether the VPC has, or may have, an endpoint for Amazon S3. */
  readonly hasS3Endpoint: boolean;

  /** Whether the security groups of the container allow no outbound traffic. */
  readonly letsNothingOut: boolean;
}

/** Checks that downloads have a route: when the app is synthesized, since endpoints and rules may be added after the construct. */
export function routeFindings({ network, models }: EndpointPlan, { hasS3Endpoint, letsNothingOut }: Routes): Finding[] {
  if (!network) {
    return [];
  }
  const { closed, securityGroups } = network;
  return models.flatMap(model => {
    const fromS3 = model.modelData ? 'modelData' : undefined;
    const download = (model.isFromHub ? hubSource(model) : undefined) ?? fromS3 ?? hubSource(model);
    return [
      ...when(fromS3 !== undefined && closed.length > 0 && !hasS3Endpoint, () => finding(NO_S3, 'modelData', { closed })),
      ...download && letsNothingOut ? [finding(NOTHING_OUT, securityGroups ? 'securityGroups' : 'allowAllOutbound', { download })] : [],
    ];
  });
}
