import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';
import { noAccountMessage } from '../../container/registry';
import { EndpointPlan } from '../legacy';

const NO_IMAGE: Check = {
  id: 'no-image',
  severity: 'error',
  what: '`container` is left out, and no image can be picked for the task and the instance type',
  why: 'there is nothing to deploy',
  fix: 'take an instance type that the task is served on, or name the image',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/constants.py',
};

const REGISTRY_REGION: Check = {
  id: 'image-registry-region',
  severity: 'error',
  what: 'the registry of the image has no account in the region of the stack',
  why: 'the image cannot be pulled',
  fix: 'take another region, or name the account that has the image',
  source: 'https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config',
};

const NOT_LISTED: Check = {
  id: 'image-not-listed-in-region',
  severity: 'warning',
  what: 'upstream does not list the image for the region of the stack',
  why: 'the image may not be there',
  fix: 'look whether it is there, or take another image; the lists lag behind',
  source: 'https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config',
};

const ARCHITECTURE: Check = {
  id: 'image-architecture',
  severity: 'error',
  what: 'image and instance have different processor architectures',
  why: 'the container cannot start',
  fix: 'take an image of that architecture, or another instance type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html',
};

const DIRECTORY: Check = {
  id: 'image-directory',
  severity: 'error',
  what: '`container` is built from a directory or a Dockerfile that does not exist',
  why: 'the image cannot be built',
  fix: 'look at the path',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecr_assets.DockerImageAsset.html',
};

export const IMAGE_CHECKS = [NO_IMAGE, DIRECTORY, REGISTRY_REGION, NOT_LISTED, ARCHITECTURE];

/** Checks that there is an image, that it can be had in the region, and that it runs on the instance. */
export function imageFindings(plan: EndpointPlan): Finding[] {
  return [...pick(plan), ...directory(plan), ...region(plan), ...architecture(plan)];
}

function pick({ noContainer }: EndpointPlan): Finding[] {
  return noContainer === undefined ? [] : [finding(NO_IMAGE, noContainer)];
}

function directory({ container }: EndpointPlan): Finding[] {
  const problem = container?._buildProblem;
  return problem === undefined ? [] : [finding(DIRECTORY, `'container' ${problem}`)];
}

function region({ scope: { region: name }, container }: EndpointPlan): Finding[] {
  const availability = container?._availability;
  if (!availability || Token.isUnresolved(name)) {
    return [];
  }
  const { image, registryRegions, listedRegions } = availability;
  if (registryRegions && !registryRegions.includes(name)) {
    return [finding(REGISTRY_REGION, `'container' ${image}: ${noAccountMessage(name, registryRegions)}`)];
  }
  if (listedRegions && !listedRegions.includes(name)) {
    return [finding(NOT_LISTED, `'container' ${image} is not listed for region ${name}. The lists lag behind: look whether it is there, `
      + `or take another image; listed are ${[...listedRegions].sort().join(', ')}`)];
  }
  return [];
}

function architecture({ container, instanceType }: EndpointPlan): Finding[] {
  const image = container?.profile?.architecture;
  const instance = instanceType.architecture;
  if (!image || !instance || image === instance) {
    return [];
  }
  return [finding(ARCHITECTURE, `'container' is built for ${image}, but 'instanceType' ${instanceType} is ${instance}; `
    + 'take an image of that architecture, or another instance type')];
}
