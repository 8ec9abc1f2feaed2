import { Token } from 'aws-cdk-lib/core';
import { error, Finding, warning } from './finding';
import { noAccountMessage } from '../container/registry';
import { EndpointPlan } from '../plan/endpoint-plan';

/** Checks that there is an image, that it can be had in the region, and that it runs on the instance. */
export function imageFindings(plan: EndpointPlan): Finding[] {
  return [...pick(plan), ...region(plan), ...architecture(plan)];
}

function pick({ noContainer }: EndpointPlan): Finding[] {
  return noContainer === undefined ? [] : [error('no-image', noContainer)];
}

function region({ scope: { region: name }, container }: EndpointPlan): Finding[] {
  const availability = container?._availability;
  if (!availability || Token.isUnresolved(name)) {
    return [];
  }
  const { image, registryRegions, listedRegions } = availability;
  if (registryRegions && !registryRegions.includes(name)) {
    return [error('image-registry-region', `'container' ${image}: ${noAccountMessage(name, registryRegions)}`)];
  }
  if (listedRegions && !listedRegions.includes(name)) {
    return [warning('image-not-listed-in-region', `'container' ${image} is not listed for region ${name}. The lists lag behind: look whether it is there, `
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
  return [error('image-architecture', `'container' is built for ${image}, but 'instanceType' ${instanceType} is ${instance}; `
    + 'take an image of that architecture, or another instance type')];
}
