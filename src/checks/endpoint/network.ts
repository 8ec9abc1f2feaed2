import { Token } from 'aws-cdk-lib/core';
import { EndpointPlan as NewPlan } from '../../plan/endpoint-plan';
import { Check, finding, Finding, REFUSED, EndpointPlan, legacyPlan } from '../legacy';
import { HubSource, hubSource } from '../../plan/hub-source';

const VPC = 'https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html';

const TWICE: Check = {
  id: 'vpc-twice',
  severity: 'error',
  what: '`vpc` and `vpcConfig` are both set',
  why: 'it is not clear which of them is meant',
  fix: 'name one of them',
  source: VPC,
};

const WITHOUT_VPC: Check = {
  id: 'network-without-vpc',
  severity: 'error',
  what: '`vpcSubnets`, `securityGroups` or `allowAllOutbound` is set without `vpc`',
  why: 'it has no effect',
  fix: 'name the `vpc`, or leave them out',
  source: VPC,
};

const OUTBOUND: Check = {
  id: 'allow-all-outbound',
  severity: 'error',
  what: '`allowAllOutbound` is set together with `securityGroups`',
  why: 'it has no effect on them',
  fix: 'set it where these groups are created',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroup.html',
};

const SUBNETS: Check = {
  id: 'vpc-subnets',
  severity: 'error',
  what: '`vpcSubnets` selects subnets that `vpc` does not have',
  why: 'there is no subnet for the network interfaces of the container',
  fix: 'select subnets that the VPC has',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SubnetSelection.html',
};

const SIZE: Check = {
  id: 'vpc-size',
  severity: 'error',
  what: '`vpc` does not give 1 to 16 subnets and 1 to 5 security groups',
  why: REFUSED,
  fix: 'select that many with `vpcSubnets`, or name that many `securityGroups`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html',
};

const ISOLATION: Check = {
  id: 'hub-with-network-isolation',
  severity: 'error',
  what: 'a model or an adapter of the Hub with `networkIsolation`',
  why: 'the download fails, and the endpoint never becomes healthy',
  fix: 'serve the weights, and the adapters beside them, from Amazon S3 with `modelData`, which SageMaker itself downloads',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html',
};

const SHELL_IN_ISOLATION: Check = {
  id: 'ssm-access-with-network-isolation',
  severity: 'error',
  what: '`ssmAccess` with `networkIsolation`',
  why: 'no session can be started with a container that makes no network calls',
  fix: 'leave one of them out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html',
};

const NO_WAY_OUT: Check = {
  id: 'hub-without-way-out',
  severity: 'warning',
  what: 'a model or an adapter of the Hub in isolated or public subnets of `vpc`, without a mirror or a proxy',
  why: 'a network interface there does not reach the internet, and the download fails',
  fix: 'subnets with a NAT gateway, `modelData`, a mirror by `HF_ENDPOINT`, or a proxy by `HTTPS_PROXY`',
  source: VPC,
};

const NO_S3: Check = {
  id: 'subnets-without-s3',
  severity: 'warning',
  what: '`modelData` in isolated or public subnets of a `vpc` of the app that has no endpoint for Amazon S3',
  why: 'SageMaker downloads through these subnets, and fails',
  fix: 'add a gateway endpoint for Amazon S3 to the VPC, which costs nothing',
  source: VPC,
};

const NOTHING_OUT: Check = {
  id: 'no-outbound-rule',
  severity: 'warning',
  what: 'a download by `vpc`, with security groups of the app that let nothing out, such as that of `allowAllOutbound: false`',
  why: 'the model is never downloaded, and the endpoint never becomes healthy',
  fix: 'allow what the container must reach, with `connections`',
  source: VPC,
};

const LOCAL_DISK: Check = {
  id: 'encryption-key-and-local-disk',
  severity: 'warning',
  what: '`encryptionKey` is set for an instance type with a local disk',
  why: 'the hardware of the instance encrypts that disk, and the key does not; AWS once said that SageMaker refuses the key there',
  fix: 'leave it out, unless a policy of your organization asks for a key',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html',
};

export const NETWORK_CHECKS = [
  TWICE, WITHOUT_VPC, OUTBOUND, SUBNETS, SIZE, ISOLATION, SHELL_IN_ISOLATION, NO_WAY_OUT, NO_S3, NOTHING_OUT, LOCAL_DISK,
];

const LIMITS = { subnets: 16, securityGroups: 5 };

/** What gives a container without a way to the internet another one to the Hub. */
const OTHER_WAYS = ['HF_ENDPOINT', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

/** Checks the network of the container, and the encryption of its volume. */
export function networkFindings(plan: EndpointPlan): Finding[] {
  return [...contradictions(plan), ...size(plan), ...hub(plan), ...shell(plan), ...oldRouteFindings(plan), ...encryption(plan)];
}

function contradictions({ props: { vpc, vpcConfig, vpcSubnets, securityGroups, allowAllOutbound } }: EndpointPlan): Finding[] {
  const findings: Finding[] = [];
  const unused = Object.entries({ vpcSubnets, securityGroups, allowAllOutbound }).filter(([, value]) => value !== undefined).map(([name]) => `'${name}'`);
  if (vpc && vpcConfig) {
    findings.push(finding(TWICE, "'vpc' and 'vpcConfig' both name the network, got both; name one of them"));
  }
  if (!vpc && unused.length > 0) {
    findings.push(finding(WITHOUT_VPC, `${unused.join(', ')} must not be set without 'vpc'; name the VPC, or leave them out`));
  }
  if (securityGroups && allowAllOutbound !== undefined) {
    findings.push(finding(OUTBOUND, `'allowAllOutbound' must not be set with 'securityGroups', which have rules of their own, got ${allowAllOutbound}; `
      + 'set it where these groups are created'));
  }
  return findings;
}

function size({ network, noNetwork }: EndpointPlan): Finding[] {
  if (noNetwork !== undefined) {
    return [finding(SUBNETS, `'vpcSubnets' must select subnets of 'vpc', got none: ${noNetwork.replace(/\.$/, '')}; select others`)];
  }
  if (!network) {
    return [];
  }
  const { subnetIds, pending, securityGroups } = network;
  const findings: Finding[] = [];
  if (!pending && !Token.isUnresolved(subnetIds) && (subnetIds.length < 1 || subnetIds.length > LIMITS.subnets)) {
    findings.push(finding(SIZE, `'vpc' must have 1 to ${LIMITS.subnets} subnets for the endpoint, got ${subnetIds.length}; select them with 'vpcSubnets'`));
  }
  if (securityGroups && (securityGroups.length < 1 || securityGroups.length > LIMITS.securityGroups)) {
    findings.push(finding(SIZE, `'securityGroups' must have 1 to ${LIMITS.securityGroups} members, got ${securityGroups.length}`));
  }
  return findings;
}

function hub(plan: EndpointPlan): Finding[] {
  const { props, fromHub, network, environment } = plan;
  const downloaded = hubSource(plan.model);
  const source = downloaded && wordsOf(downloaded);
  if (!source) {
    return [];
  }
  if (props.networkIsolation) {
    return [finding(ISOLATION, `'networkIsolation' cuts the container off from the Hugging Face Hub, from which ${source.downloaded}; ${source.instead}`
      + `${fromHub ? ", or into the image, and name their folder with 'environment'" : ''}`)];
  }
  if (!network || network.closed.length === 0 || OTHER_WAYS.some(name => environment[name] !== undefined)) {
    return [];
  }
  const noAddress = network.closed.includes('public') ? ', where its network interface has no public address' : '';
  return [finding(NO_WAY_OUT, `${source.named} of the Hugging Face Hub, which the container does not reach from the `
    + `${network.closed.join(' and ')} subnets of 'vpc'${noAddress}; `
    + `select subnets with a NAT gateway with 'vpcSubnets', ${source.instead}, `
    + "or name a mirror with 'environment.HF_ENDPOINT'")];
}

/** TEMPORARY */
function wordsOf({ kind, ids }: HubSource) {
  return kind === 'model' ? {
    named: "'modelId' names a model",
    downloaded: "'modelId' is downloaded",
    instead: "put the weights into Amazon S3 and name them with 'modelData'",
  } : {
    named: `'server.loraAdapters' names ${ids.join(', ')}, an adapter`,
    downloaded: "the adapters of 'server.loraAdapters' are downloaded",
    instead: "put the adapter beside the weights and name its path, which begins with '/'",
  };
}

function shell({ props: { ssmAccess, networkIsolation } }: EndpointPlan): Finding[] {
  return ssmAccess && networkIsolation ? [finding(SHELL_IN_ISOLATION,
    "'ssmAccess' opens no shell in a container with 'networkIsolation', which AWS Systems Manager does not reach; leave one of them out")] : [];
}

/** What is known about the routes once the whole app is known. */
export interface Routes {
  /** Whether the VPC has, or may have, an endpoint for Amazon S3. */
  readonly hasS3Endpoint: boolean;

  /** Whether the security groups of the container allow no outbound traffic. */
  readonly letsNothingOut: boolean;
}

export function routeFindings(plan: NewPlan, routes: Routes): Finding[] {
  return oldRouteFindings(legacyPlan(plan, plan.shares[0], { s3Endpoint: () => routes.hasS3Endpoint, nothingOut: () => routes.letsNothingOut }));
}

/** What is known of the routes only when the whole app is. */
function oldRouteFindings(plan: EndpointPlan): Finding[] {
  return [...routeToS3(plan), ...outboundRules(plan)];
}

function routeToS3({ weights, network, scope }: EndpointPlan): Finding[] {
  if (weights.kind !== 'local' || !weights.fromS3 || !network || network.closed.length === 0 || !scope.s3Endpoint || scope.s3Endpoint()) {
    return [];
  }
  return [finding(NO_S3, `'modelData' is downloaded through the ${network.closed.join(' and ')} subnets of 'vpc', which has no endpoint for Amazon S3; `
    + 'add one with vpc.addGatewayEndpoint')];
}

function outboundRules({ weights, fromHub, network, scope }: EndpointPlan): Finding[] {
  const downloaded = fromHub ? "'modelId'" : weights.kind === 'local' && weights.fromS3 ? "'modelData'" : undefined;
  if (!downloaded || !network || !scope.nothingOut?.()) {
    return [];
  }
  return [finding(NOTHING_OUT, `${downloaded} is not downloaded where the security groups of the container let nothing out, and no rule does; `
    + "leave out 'allowAllOutbound', or allow what must be reached, with 'connections.allowToAnyIpv4' for example")];
}

function encryption({ props: { encryptionKey }, instanceType }: EndpointPlan): Finding[] {
  if (!encryptionKey || !instanceType.nvmeBacked) {
    return [];
  }
  return [finding(LOCAL_DISK, `'encryptionKey' does not encrypt the local disk of 'instanceType' ${instanceType}, which the hardware of the instance encrypts; `
    + 'leave it out, unless a policy of your organization asks for a key')];
}
