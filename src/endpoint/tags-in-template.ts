import { CfnResource, TagManager } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { tagFindings } from '../checks/endpoint/tags';
import { Finding } from '../checks/finding';

/** Finds tags that a resource of an endpoint must not have, once all aspects have added theirs. */
export function tagsInTemplateFindings(endpoint: IConstruct): Finding[] {
  const resources = endpoint.node.findAll().filter(CfnResource.isCfnResource);
  return tagFindings(resources.map(resource => ({ type: resource.cfnResourceType, tags: TagManager.of(resource)?.renderTags() })));
}
