import { StackStatus } from '@aws-sdk/client-cloudformation';
import { LocalAws } from './local-aws';

/** The statuses of stacks that were not deleted. */
const STATUSES: StackStatus[] = ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE', 'CREATE_FAILED', 'DELETE_FAILED', 'ROLLBACK_COMPLETE'];

/** What there is in a region, by kind: the answers of the List* calls. */
export async function inventory(aws: LocalAws, region: string): Promise<Record<string, string[]>> {
  const [sageMaker, iam, cloudFormation] = [aws.sageMaker(region), aws.iam(), aws.cloudFormation(region)];
  const listed = async () => ({
    'stacks': (await cloudFormation.listStacks({ StackStatusFilter: STATUSES })).StackSummaries!.map(({ StackName: name }) => name!),
    'endpoints': (await sageMaker.listEndpoints({})).Endpoints!.map(({ EndpointName: name }) => name!),
    'endpoint configurations': (await sageMaker.listEndpointConfigs({})).EndpointConfigs!.map(({ EndpointConfigName: name }) => name!),
    'models': (await sageMaker.listModels({})).Models!.map(({ ModelName: name }) => name!),
    'roles': (await iam.listRoles({})).Roles!.map(({ RoleName: name }) => name!),
    'policies': [
      ...(await iam.listPolicies({ Scope: 'Local' })).Policies!.map(({ PolicyName: name }) => name!),
      ...await inlinePolicies(aws),
    ],
  });
  return aws.during(listed(), 'while it listed what there is');
}

async function inlinePolicies(aws: LocalAws): Promise<string[]> {
  const iam = aws.iam();
  const names: string[] = [];
  for (const { RoleName } of (await iam.listRoles({})).Roles!) {
    names.push(...(await iam.listRolePolicies({ RoleName })).PolicyNames!);
  }
  for (const { UserName } of (await iam.listUsers({})).Users!) {
    names.push(...(await iam.listUserPolicies({ UserName })).PolicyNames!);
  }
  return names;
}
