import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * A policy that knows whether it is attached to a role. A role that is customized or immutable accepts no policy, and handles statements in its
 * own way: with a report, with resource policies, or not at all.
 *
 * It is in a file of its own, so that an endpoint without such a policy does not load the code of `iam.Policy`.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam-readme.html#customizing-role-creation
 */
export class AttachedPolicy extends iam.Policy {
  public attached = false;

  public attachToRole(role: iam.IRole): void {
    super.attachToRole(role);
    this.attached = true;
  }
}
