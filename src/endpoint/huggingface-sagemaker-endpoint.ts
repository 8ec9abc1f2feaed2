import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { addDashboard, monitorEndpoint } from './endpoint-monitoring';
import { EndpointOperations } from './endpoint-operations';
import {
  createDeploymentGuard, createEndpoint, createEndpointConfig, createLogGroup, createRole, lacksInlinePolicy, ownStatements,
} from './endpoint-resources';
import { endpointFromAttributes, endpointFromName, nameInArn } from './imported-endpoint';
import { ModelPrerequisites } from './model-prerequisites';
import { ISageMakerEndpoint, SageMakerEndpointBase, VARIANT_NAME } from './sagemaker-endpoint';
import { SageMakerEndpointAttributes } from './sagemaker-endpoint-attributes';
import { ScalableInstanceCount } from './scalable-instance-count';
import { createModel } from './served-model';
import { AutoScaleOptions } from '../capacity/scaling-options';
import { checkPlan } from '../checks';
import { routeFindings } from '../checks/endpoint/network';
import { awaitFindings, sizeFindings } from '../checks/endpoint/permissions';
import { report } from '../checks/report';
import { partitionOf } from '../container/registry';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { EndpointAlarms } from '../monitoring/endpoint-alarms';
import { EndpointDashboardOptions } from '../monitoring/endpoint-dashboard-options';
import { MonitorOptions } from '../monitoring/monitor-options';
import { EndpointNetwork, letNothingOut, mayHaveS3Endpoint } from '../network/endpoint-network';
import { CheckedEndpointPlan, planEndpoint } from '../plan/endpoint-plan';
import { endpointNameOf } from '../props/endpoint-shape';
import { HuggingFaceSageMakerEndpointProps } from '../props/huggingface-sagemaker-endpoint-props';
import { createAsyncInference } from '../requests/async-inference';
import { AsyncOutcome } from '../requests/async-outcome';
import { createDataCapture } from '../requests/data-capture';
import { ExecutionPolicy } from '../role/execution-policy';
import { grantVolumeEncryption } from '../role/execution-statements';
import { inlinePolicySizes } from '../role/role-policies';

/**
 * A real-time endpoint of Amazon SageMaker that serves a model of the Hugging Face Hub.
 *
 * It is composed of an execution role, a model, an endpoint configuration and an endpoint, all within this construct. What cannot
 * work is refused when the construct is created, in one error that names every problem; what is probably a mistake is a warning
 * that can be acknowledged.
 *
 * The endpoint is billed from the end of its deployment to its deletion, whether it is invoked or not.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html
 */
@propertyInjectable
export class HuggingFaceSageMakerEndpoint extends SageMakerEndpointBase implements iam.IGrantable, ec2.IConnectable {
  /** What injectors of properties call the construct: they set defaults for every endpoint of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-huggingface-sagemaker.HuggingFaceSageMakerEndpoint';

  /**
   * An endpoint that exists already, in the account and the region of the stack.
   *
   * A name that is not known before the deployment must be in lower case, for grants to match.
   *
   * @param scope where the construct belongs
   * @param id its id there
   * @param endpointName the name of the endpoint, as it was given
   */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): ISageMakerEndpoint {
    return endpointFromName(scope, id, endpointName);
  }

  /**
   * An endpoint that exists already.
   *
   * Its name is taken from the ARN, where SageMaker writes it in lower case. Requests, metrics and events carry it as it was given:
   * where that has upper-case letters, use `fromEndpointAttributes`.
   *
   * @param scope where the construct belongs
   * @param id its id there
   * @param endpointArn the ARN of the endpoint
   */
  public static fromEndpointArn(scope: Construct, id: string, endpointArn: string): ISageMakerEndpoint {
    return endpointFromAttributes(scope, id, { endpointArn });
  }

  /**
   * An endpoint that exists already.
   *
   * @param scope where the construct belongs
   * @param id its id there
   * @param attributes what is known of the endpoint
   */
  public static fromEndpointAttributes(scope: Construct, id: string, attributes: SageMakerEndpointAttributes): ISageMakerEndpoint {
    return endpointFromAttributes(scope, id, attributes);
  }

  /** The principal that the container acts as: the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  /**
   * The ARN of the endpoint.
   *
   * @attribute
   */
  public readonly endpointArn: string;

  /**
   * The name of the endpoint.
   *
   * @attribute
   */
  public readonly endpointName: string;

  /** The name of the production variant, which metrics carry beside the name of the endpoint. */
  public readonly variantName: string = VARIANT_NAME;

  /** The model, as an escape hatch. */
  public readonly cfnModel: sagemaker.CfnModel;

  /** The endpoint configuration, as an escape hatch. */
  public readonly cfnEndpointConfig: sagemaker.CfnEndpointConfig;

  /** The endpoint, as an escape hatch. It is the default child of the construct. */
  public readonly cfnEndpoint: sagemaker.CfnEndpoint;

  /** The model that is served. */
  public readonly modelId: string;

  /** The type of the instances. */
  public readonly instanceType: SageMakerInstanceType;

  /** The number of instances at the start. */
  public readonly instanceCount: number;

  /** The name by which requests call the model, where the server asks for one: the field `model` of a request in OpenAI's form. */
  public readonly servedModelName: string;

  /** The role that SageMaker takes on to pull the image and to run the container. */
  public readonly role: iam.IRole;

  /** The log group of the container, where `logRetention` makes it a part of the stack. */
  public readonly logGroup?: logs.ILogGroup;

  /** The topic that is told of each answer of an asynchronous endpoint: the one that is given or created by `asyncInference`, if any. */
  public readonly asyncSuccessTopic?: ITopic;

  /** The topic that is told of each failure of an asynchronous endpoint: the one that is given or created by `asyncInference`, if any. */
  public readonly asyncErrorTopic?: ITopic;

  /**
   * Whether the endpoint takes requests that are queued, and no others.
   *
   * @internal
   */
  public readonly _asynchronous: boolean;

  /** The alarm that brings the old instances back, where `deployment` has one of the library's own. */
  public readonly rollbackAlarm?: cloudwatch.Alarm;

  private readonly plan: CheckedEndpointPlan;
  private readonly policy: ExecutionPolicy;
  private readonly network?: EndpointNetwork;
  private readonly prerequisites: ModelPrerequisites;
  private readonly operations = new EndpointOperations();

  constructor(scope: Construct, id: string, props: HuggingFaceSageMakerEndpointProps) {
    super(scope, id, { physicalName: endpointNameOf(props) });
    this.plan = checkPlan(this, planEndpoint(props, {
      ...this.env,
      partition: partitionOf(this).partition,
      resolve: value => this.stack.resolve(value),
    }));
    const [model] = this.plan.models;
    this.modelId = model.modelId;
    this.servedModelName = model.servedModelName;
    this.instanceType = this.plan.instanceType;
    this.instanceCount = this.plan.instanceCount;

    this.network = this.plan.network && new EndpointNetwork(this, this.plan.network, this.plan.networkOptions.allowAllOutbound);
    const vpcConfig = this.network?.vpcConfig ?? this.plan.vpcConfig;
    const pull = model.image._pulledIn(this);
    const statements = ownStatements(this, this.plan, vpcConfig, [pull]);
    this.role = this.plan.role ?? createRole(this, this.plan.security.executionPermissions, statements.closed);
    this.grantPrincipal = this.role;
    this.policy = new ExecutionPolicy(this, 'Policy', this.role, this.plan.role !== undefined);
    this.policy.addStatements(...lacksInlinePolicy(this.role) ? statements.closed : [], ...statements.open);
    if (this.plan.security.encryptionKey) {
      grantVolumeEncryption(this.plan.security.encryptionKey, this.policy);
    }

    this.cfnModel = createModel(this, model, { endpoint: this.plan, role: this.role, policy: this.policy, vpcConfig, pull });
    this.prerequisites = new ModelPrerequisites(this, {
      model: this.cfnModel, role: this.role, policy: this.policy, vpcConfig, vpc: this.plan.network?.vpc,
    });
    const asyncInference = this.plan.asyncInference && createAsyncInference(this, this.plan.asyncInference, this.policy);
    this._asynchronous = asyncInference !== undefined;
    this.asyncSuccessTopic = asyncInference?.topics[AsyncOutcome.SUCCESS];
    this.asyncErrorTopic = asyncInference?.topics[AsyncOutcome.ERROR];
    const dataCapture = this.plan.dataCapture && createDataCapture(this.plan.dataCapture, this.policy);
    this.cfnEndpointConfig = createEndpointConfig(this, this.plan, this.cfnModel, { asyncInference: asyncInference?.config, dataCapture });
    const guard = createDeploymentGuard(this, this.plan, this.physicalName, this.cfnEndpointConfig, this.role);
    this.rollbackAlarm = guard?.alarm;
    this.cfnEndpoint = createEndpoint(this, this.plan, this.physicalName, this.cfnEndpointConfig, guard);
    this.logGroup = createLogGroup(this, this.plan, this.physicalName, this.cfnEndpoint);
    this.node.defaultChild = this.cfnEndpoint;

    this.endpointName = this.getResourceNameAttribute(this.cfnEndpoint.attrEndpointName);
    this.endpointArn = this.getResourceArnAttribute(this.cfnEndpoint.ref, {
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: nameInArn(this.physicalName),
    });
    this.node.addValidation({ validate: () => this.checkWhole() });
  }

  /**
   * The security groups of the container, to allow it connections, or others to it. It throws an error without a `vpc`.
   */
  public get connections(): ec2.Connections {
    if (!this.network) {
      throw new Error(`${this.node.path}: 'connections' are those of a VPC, got none; connect the endpoint to one with 'vpc'`);
    }
    return this.network.connections;
  }

  /**
   * Allows the container something, before the model is created.
   *
   * The statement must not name the endpoint itself, which is created after the model; a grant such as
   * `endpoint.grantInvoke(endpoint)` may.
   *
   * @param statement what to allow or deny
   */
  public addToRolePolicy(statement: iam.PolicyStatement): void {
    this.policy.addStatements(statement);
  }

  /**
   * Lets Application Auto Scaling set the number of instances, between two bounds. Say what to scale on by the methods of what is returned.
   *
   * An update of the endpoint then keeps the number of instances, in place of `instanceCount`. An update of `instanceType` fails as long as
   * the endpoint is scaled. No role is created: Application Auto Scaling has one of its own, linked to SageMaker.
   *
   * Throws where the bounds or the instance type do not allow it, and when it is called again.
   *
   * @param options the bounds
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
   */
  public autoScale(options: AutoScaleOptions): ScalableInstanceCount {
    return ScalableInstanceCount._of(this, this.cfnEndpoint, this.plan, options, this.operations);
  }

  /**
   * Adds the alarms that matter: failing requests, no instance, memory of the GPUs, disk, and those for which a bound is given.
   *
   * They stand below the construct, with the id `Monitoring`. Each alarm is billed by Amazon CloudWatch. Throws an error that names
   * every problem of the options, and where it is called twice.
   *
   * @param options where the alarms go, and which bounds they watch
   * @returns the alarms, so that more can be done when they ring
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
   */
  public monitor(options: MonitorOptions = {}): EndpointAlarms {
    return monitorEndpoint(this, this.plan, options, this.operations);
  }

  /**
   * Adds a dashboard in Amazon CloudWatch that answers whether the endpoint is up, fast and busy, and what it costs to keep.
   *
   * It shows the state of the alarms where `monitor` was called before. The dashboard is billed by Amazon CloudWatch. Throws an error that
   * names every problem of the options, and where it is called twice.
   *
   * @param options the name of the dashboard, and the price of an instance
   * @returns the dashboard, to which widgets can be added
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   */
  public dashboard(options: EndpointDashboardOptions = {}): cloudwatch.Dashboard {
    return addDashboard(this, this.plan, options, this.operations);
  }

  /** What may be added to the app after this construct is known when the app is synthesized. */
  private checkWhole(): string[] {
    const { network, plan } = this;
    report(this, [
      ...network && plan.network ? routeFindings(plan, {
        hasS3Endpoint: mayHaveS3Endpoint(plan.network.vpc), letsNothingOut: letNothingOut(network.securityGroups),
      }) : [],
      ...sizeFindings(inlinePolicySizes(this, this.role)),
      ...awaitFindings(this.prerequisites.unawaitedPolicies(this.cfnEndpoint)),
    ]);
    return [];
  }
}
