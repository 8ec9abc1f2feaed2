import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { closedTopics } from './closed-topics';
import { addOutputs } from './create-outputs';
import { leaveOut, neverSynthesize, unknownName } from './disabled-endpoint';
import { addDashboard, monitorEndpoint } from './endpoint-monitoring';
import { EndpointOperations } from './endpoint-operations';
import { EndpointOutputs } from './endpoint-outputs';
import {
  createDeploymentGuard, createEndpoint, createEndpointConfig, createLogGroup, createRole, lacksInlinePolicy, ownStatements, planScopeOf,
} from './endpoint-resources';
import { addSmokeTest } from './endpoint-smoke-test';
import { arnOf, endpointFromAttributes, endpointFromName } from './imported-endpoint';
import { ModelPrerequisites } from './model-prerequisites';
import { ISageMakerEndpoint, SageMakerEndpointBase, VARIANT_NAME } from './sagemaker-endpoint';
import { SageMakerEndpointAttributes } from './sagemaker-endpoint-attributes';
import { sameNames } from './same-names';
import { ScalableInstanceCount } from './scalable-instance-count';
import { templateFindings } from './secrets-in-template';
import { createModel } from './served-model';
import { tagsInTemplateFindings } from './tags-in-template';
import { AutoScaleOptions } from '../capacity/auto-scale-options';
import { checkPlan } from '../checks';
import { duplicateFindings } from '../checks/endpoint/duplicate-names';
import { policyFindings, statementFindings } from '../checks/endpoint/method-arguments';
import { routeFindings } from '../checks/endpoint/network';
import { awaitFindings, sizeFindings } from '../checks/endpoint/permissions';
import { topicAccessFindings } from '../checks/endpoint/topic-access';
import { report } from '../checks/report';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { DashboardOptions } from '../monitoring/dashboard-options';
import { EndpointAlarms } from '../monitoring/endpoint-alarms';
import { MonitorOptions } from '../monitoring/monitor-options';
import { EndpointNetwork, letNothingOut, mayHaveS3Endpoint } from '../network/endpoint-network';
import { CheckedEndpointPlan, planEndpoint } from '../plan/endpoint-plan';
import { endpointNameOf } from '../props/endpoint-shape';
import { HuggingFaceSageMakerEndpointProps } from '../props/huggingface-sagemaker-endpoint-props';
import { createAsyncInference } from '../requests/async-inference';
import { AsyncOutcome } from '../requests/async-outcome';
import { createDataCapture } from '../requests/data-capture';
import { SmokeTestOptions } from '../requests/smoke-test-options';
import { ExecutionPolicy } from '../role/execution-policy';
import { grantVolumeEncryption } from '../role/execution-statements';
import { inlinePolicySizes } from '../role/role-policies';

/**
 * An Amazon SageMaker endpoint that serves a Hugging Face model. It is billed until it is deleted, whether or not it receives requests.
 *
 * A configuration that cannot work throws one error that lists all findings. One that probably cannot work adds warnings, which you can acknowledge.
 *
 * @example
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 * });
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html
 */
@propertyInjectable
export class HuggingFaceSageMakerEndpoint extends SageMakerEndpointBase implements iam.IGrantable, ec2.IConnectable {
  /** The ID of this construct for property injectors, which set default props for all endpoints of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-huggingface-sagemaker.HuggingFaceSageMakerEndpoint';

  /**
   * Imports an endpoint in the account and region of the stack, by name.
   *
   * If the name is an unresolved token, it must be in lower case, because IAM compares ARNs case-sensitively.
   *
   * @param scope the parent construct
   * @param id the construct ID
   * @param endpointName the name of the endpoint, with its original case
   */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): ISageMakerEndpoint {
    return endpointFromName(scope, id, endpointName);
  }

  /**
   * Imports an endpoint by ARN.
   *
   * The ARN contains the name in lower case, but requests, metrics and events use the original case. If the name contains upper-case letters, use
   * `fromEndpointAttributes`.
   *
   * @param scope the parent construct
   * @param id the construct ID
   * @param endpointArn the ARN of the endpoint
   */
  public static fromEndpointArn(scope: Construct, id: string, endpointArn: string): ISageMakerEndpoint {
    return endpointFromAttributes(scope, id, { endpointArn });
  }

  /**
   * Imports an endpoint by its attributes.
   *
   * @param scope the parent construct
   * @param id the construct ID
   * @param attributes the attributes of the endpoint
   */
  public static fromEndpointAttributes(scope: Construct, id: string, attributes: SageMakerEndpointAttributes): ISageMakerEndpoint {
    return endpointFromAttributes(scope, id, attributes);
  }

  /** The principal of the container, which is the execution role. */
  public readonly grantPrincipal: iam.IPrincipal;

  /** The name of the production variant, which is a dimension of metrics. */
  public readonly variantName: string = VARIANT_NAME;

  /** The model, as an escape hatch. */
  public readonly cfnModel: sagemaker.CfnModel;

  /** The endpoint configuration, as an escape hatch. */
  public readonly cfnEndpointConfig: sagemaker.CfnEndpointConfig;

  /** The endpoint, as an escape hatch. It is the default child of the construct. */
  public readonly cfnEndpoint: sagemaker.CfnEndpoint;

  /** The model ID or path, from the prop `modelId`. */
  public readonly modelId: string;

  /** The type of the instances. */
  public readonly instanceType: SageMakerInstanceType;

  /** The initial number of instances. */
  public readonly instanceCount: number;

  /** The name of the model in requests, such as the field `model` of OpenAI-compatible requests, if the server requires it. */
  public readonly servedModelName: string;

  /** The execution role that SageMaker assumes to pull the image and to run the container. */
  public readonly role: iam.IRole;

  /** The log group of the container. Undefined if `logRetention` is not set. */
  public readonly logGroup?: logs.ILogGroup;

  /** The topic that is notified of each response of an asynchronous endpoint. Undefined if `asyncInference` neither passes nor creates one. */
  public readonly asyncSuccessTopic?: ITopic;

  /** The topic that is notified of each failure of an asynchronous endpoint. Undefined if `asyncInference` neither passes nor creates one. */
  public readonly asyncErrorTopic?: ITopic;

  /**
   * Whether the endpoint is asynchronous.
   *
   * @internal
   */
  public readonly _asynchronous: boolean;

  /** The alarm that the library creates to roll back an update. Undefined if `deployment` uses no such alarm. */
  public readonly rollbackAlarm?: cloudwatch.Alarm;

  private readonly plan: CheckedEndpointPlan;
  private readonly policy: ExecutionPolicy;
  private readonly network?: EndpointNetwork;
  private readonly prerequisites: ModelPrerequisites;
  private invocation?: ExecutionPolicy;
  private knownArn?: string;
  private knownName?: string;
  private readonly operations = new EndpointOperations();

  constructor(scope: Construct, id: string, props: HuggingFaceSageMakerEndpointProps) {
    super(scope, id, { physicalName: endpointNameOf(props) });
    this.plan = checkPlan(this, planEndpoint(props, planScopeOf(this)));
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
    this.node.addValidation({ validate: () => this.checkWhole() });
    if (!this.plan.enabled) {
      neverSynthesize(this.cfnEndpoint);
      leaveOut(this);
    }
  }

  /**
   * The ARN of the endpoint.
   *
   * @attribute
   */
  public get endpointArn(): string {
    // the references are created on first use, because most endpoints are not referenced
    return this.knownArn ??= this.plan.enabled
      ? this.getResourceArnAttribute(this.cfnEndpoint.ref, arnOf(this.physicalName))
      : this.stack.formatArn(arnOf(this.endpointName));
  }

  /**
   * The name of the endpoint.
   *
   * @attribute
   */
  public get endpointName(): string {
    return this.knownName ??= this.plan.enabled
      ? this.getResourceNameAttribute(this.cfnEndpoint.attrEndpointName)
      : this.plan.isNamed ? this.physicalName : unknownName(this);
  }

  /**
   * The network connections of the container, to add rules to its security groups. Throws if `vpc` is not set.
   */
  public get connections(): ec2.Connections {
    if (!this.network) {
      throw new Error(`${this.node.path}: 'connections' are those of a VPC, got none; connect the endpoint to one with 'vpc'`);
    }
    return this.network.connections;
  }

  /**
   * Adds a statement to the policy of the execution role. The policy is created before the model.
   *
   * The statement must not reference the endpoint itself, which is created after the model. Grants such as `endpoint.grantInvoke(endpoint)` can.
   *
   * @param statement the policy statement
   */
  public addToRolePolicy(statement: iam.PolicyStatement): void {
    report(this, statementFindings(statement));
    this.policy.addStatements(statement);
  }

  /**
   * Scales the number of instances with Application Auto Scaling. Add scaling policies with the methods of the returned construct.
   *
   * An update of the endpoint then keeps the current number of instances instead of `instanceCount`. An update of `instanceType` fails as long as
   * the endpoint has auto scaling. No role is created, because Application Auto Scaling uses its service-linked role.
   *
   * Throws if the limits are invalid, if the instance type does not support auto scaling, or if it is called more than once.
   *
   * @param options the minimum and maximum number of instances
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
   */
  public autoScale(options: AutoScaleOptions): ScalableInstanceCount {
    return ScalableInstanceCount._of(this, this.cfnEndpoint, this.plan, options, this.operations);
  }

  /**
   * Adds alarms for failed requests, missing instances, GPU memory and disk usage, and for every threshold in the options.
   *
   * The alarms are children of a construct with the ID `Monitoring`. CloudWatch bills each alarm. Throws if an option is invalid, or if it is called
   * more than once.
   *
   * @param options the thresholds, and the topic to notify
   * @returns the alarms, for example to add further actions
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
   */
  public monitor(options: MonitorOptions = {}): EndpointAlarms {
    return monitorEndpoint(this, this.plan, options, this.operations);
  }

  /**
   * Adds an Amazon CloudWatch dashboard for the availability, latency, load and cost of the endpoint.
   *
   * It shows the state of the alarms of `monitor`. CloudWatch bills the dashboard. Throws if an option is invalid, or if it is called
   * more than once.
   *
   * @param options the name of the dashboard, and the price of an instance
   * @returns the dashboard, for example to add further widgets
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   */
  public dashboard(options: DashboardOptions = {}): cloudwatch.Dashboard {
    return addDashboard(this, this.plan, options, this.operations);
  }

  /**
   * Adds stack outputs: names, the base URL for OpenAI's clients, the console, and commands that send a request and follow the logs.
   *
   * Throws if it is called more than once.
   *
   * @returns the outputs, for example to export them
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
   */
  public outputs(): EndpointOutputs {
    return addOutputs(this, this.plan, this.servedModelName);
  }

  /**
   * Adds a test to the deployment: after the endpoint is created, or updated with another configuration, requests must be answered as specified.
   * Otherwise the deployment fails with the answer of the server, and CloudFormation returns to the last version that works.
   *
   * The test is a function of AWS Lambda that can invoke this endpoint, and nothing else. Throws if an option is invalid, or if it is called more
   * than once. It was not tested on an account yet.
   *
   * @stability experimental
   * @param options the requests, and the time in which they must be answered
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
   */
  public smokeTest(options: SmokeTestOptions = {}): void {
    addSmokeTest(this, this.cfnEndpointConfig, this.plan, options);
  }

  /**
   * The role of another stack gets the permission to invoke the endpoint in the stack of the endpoint, which depends on the other stack.
   *
   * @internal
   */
  public _granteeFor({ grantPrincipal }: iam.IGrantable): iam.IGrantable | undefined {
    return grantPrincipal !== this.role.grantPrincipal || Stack.of(this.role) === this.stack ? undefined
      : this.invocation ??= new ExecutionPolicy(this, 'Invocation', this.role, true);
  }

  /** Runs at synth, when everything has been added to the app. */
  private checkWhole(): string[] {
    const { network, plan } = this;
    const routes = network && plan.network
      && { hasS3Endpoint: mayHaveS3Endpoint(plan.network.vpc), letsNothingOut: letNothingOut(network.securityGroups) };
    report(this, [
      ...routes ? routeFindings(plan, routes) : [],
      ...policyFindings(this.policy.problems), ...sizeFindings(inlinePolicySizes(this, this.role)),
      ...awaitFindings(this.prerequisites.unawaitedPolicies(this.cfnEndpoint)),
      ...duplicateFindings(sameNames([this.cfnEndpoint, ...this.node.children.map(({ node }) => node.defaultChild)])),
      ...topicAccessFindings(closedTopics(this)),
      ...templateFindings(this),
      ...tagsInTemplateFindings(this),
    ]);
    return [];
  }
}
