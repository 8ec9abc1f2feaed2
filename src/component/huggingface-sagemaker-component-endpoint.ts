import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { createComponentEndpoint, createComponentEndpointConfig } from './component-endpoint-resources';
import { ComponentHost } from './component-host';
import { monitorInstances } from './component-monitoring';
import { namePrefix } from './component-name';
import { InferenceComponent } from './inference-component';
import { totalFindings } from '../checks/endpoint/component-monitor';
import { placementFindings } from '../checks/endpoint/component-placement';
import { updateSizeFindings } from '../checks/endpoint/component-update';
import { DASHBOARD_SHAPE, dashboardFindings } from '../checks/endpoint/dashboard';
import { duplicateFindings } from '../checks/endpoint/duplicate-names';
import { idFindings, policyFindings, statementFindings } from '../checks/endpoint/method-arguments';
import { routeFindings } from '../checks/endpoint/network';
import { awaitFindings, sizeFindings } from '../checks/endpoint/permissions';
import { topicAccessFindings } from '../checks/endpoint/topic-access';
import { checkComponentEndpoint } from '../checks/endpoint-components';
import { optionFindings } from '../checks/props';
import { report } from '../checks/report';
import { closedTopics } from '../endpoint/closed-topics';
import { leaveOut, neverSynthesize, unknownName } from '../endpoint/disabled-endpoint';
import { createRole, lacksInlinePolicy, ownStatements, planScopeOf } from '../endpoint/endpoint-resources';
import { arnOf } from '../endpoint/imported-endpoint';
import { ModelPrerequisites } from '../endpoint/model-prerequisites';
import { SageMakerEndpointBase, VARIANT_NAME } from '../endpoint/sagemaker-endpoint';
import { sameNames } from '../endpoint/same-names';
import { templateFindings } from '../endpoint/secrets-in-template';
import { tagsInTemplateFindings } from '../endpoint/tags-in-template';
import { readShape } from '../input/shape';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { createComponentDashboard } from '../monitoring/component-dashboard';
import { ComponentEndpointAlarms } from '../monitoring/component-endpoint-alarms';
import { ComponentEndpointDashboardOptions } from '../monitoring/component-endpoint-dashboard-options';
import { ComponentEndpointMonitorOptions } from '../monitoring/component-endpoint-monitor-options';
import { endpointMetric } from '../monitoring/endpoint-metric';
import { MetricFacts } from '../monitoring/metric-facts';
import { ModelMonitorOptions } from '../monitoring/model-monitor-options';
import { EndpointNetwork, letNothingOut, mayHaveS3Endpoint } from '../network/endpoint-network';
import { ComponentEndpointPlan, planComponentEndpoint } from '../plan/component-plan';
import { secondsBetweenSamples } from '../plan/sample-interval';
import { endpointNameOf } from '../props/endpoint-shape';
import { HuggingFaceSageMakerComponentEndpointProps } from '../props/huggingface-sagemaker-component-endpoint-props';
import { InferenceComponentOptions } from '../props/inference-component-options';
import { ExecutionPolicy } from '../role/execution-policy';
import { grantVolumeEncryption, observedComponents } from '../role/execution-statements';
import { inlinePolicySizes } from '../role/role-policies';

const DASHBOARD = 'Dashboard';

/** The part of the instances that copies of components reserve: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
const RESERVATION: MetricFacts = { namespace: '/aws/sagemaker/Endpoints', dimensions: ['EndpointName', 'VariantName'], statistic: 'Average' };

/**
 * An Amazon SageMaker endpoint whose instances several Hugging Face models share, each with its own number of copies. It can scale to zero.
 *
 * This construct was never deployed to an AWS account.
 *
 * @example
 * const endpoint = new HuggingFaceSageMakerComponentEndpoint(this, 'Gpu', {
 *   instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
 *   minInstanceCount: 0,
 *   maxInstanceCount: 2,
 * });
 * const chat = endpoint.addInferenceComponent('Chat', { modelId: 'Qwen/Qwen3-8B' });
 * chat.autoScale({ minCapacity: 0, maxCapacity: 4 });
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html
 */
@propertyInjectable
export class HuggingFaceSageMakerComponentEndpoint extends SageMakerEndpointBase implements iam.IGrantable, ec2.IConnectable {
  /** The ID of this construct for property injectors, which set default props for all endpoints of an app. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-huggingface-sagemaker.HuggingFaceSageMakerComponentEndpoint';

  /** The principal of the containers, which is the execution role. */
  public readonly grantPrincipal: iam.IPrincipal;

  /** The name of the production variant, which is a dimension of metrics. */
  public readonly variantName: string = VARIANT_NAME;

  /** The endpoint configuration, as an escape hatch. */
  public readonly cfnEndpointConfig: sagemaker.CfnEndpointConfig;

  /** The endpoint, as an escape hatch. It is the default child of the construct. */
  public readonly cfnEndpoint: sagemaker.CfnEndpoint;

  /** The type of the instances. */
  public readonly instanceType: SageMakerInstanceType;

  /** The execution role that SageMaker assumes to pull the images and to run the containers. */
  public readonly role: iam.IRole;

  /**
   * The endpoint accepts synchronous requests.
   *
   * @internal
   */
  public readonly _asynchronous = false;

  private readonly plan: ComponentEndpointPlan;
  private readonly policy: ExecutionPolicy;
  private readonly network?: EndpointNetwork;
  private readonly prerequisites: ModelPrerequisites;
  private readonly components: InferenceComponent[] = [];
  private readonly host: ComponentHost;
  private alarms?: ComponentEndpointAlarms;
  private monitoring?: ModelMonitorOptions;
  private knownArn?: string;
  private knownName?: string;

  constructor(scope: Construct, id: string, props: HuggingFaceSageMakerComponentEndpointProps) {
    super(scope, id, { physicalName: endpointNameOf(props) });
    this.plan = checkComponentEndpoint(this, planComponentEndpoint(props, planScopeOf(this)));
    const { plan } = this;
    this.instanceType = plan.instanceType;
    this.network = plan.network && new EndpointNetwork(this, plan.network, plan.networkOptions.allowAllOutbound);
    const vpcConfig = this.network?.vpcConfig ?? plan.vpcConfig;
    const statements = ownStatements(this, plan, vpcConfig, [], observedComponents(namePrefix(this)));
    this.role = plan.role ?? createRole(this, plan.security.executionPermissions, statements.closed);
    this.grantPrincipal = this.role;
    this.policy = new ExecutionPolicy(this, 'Policy', this.role, plan.role !== undefined);
    this.policy.addStatements(...lacksInlinePolicy(this.role) ? statements.closed : [], ...statements.open);
    if (plan.security.encryptionKey) {
      grantVolumeEncryption(plan.security.encryptionKey, this.policy);
    }
    const models = () => this.components.map(({ _placed: { plan: { model } } }) => model);
    this.cfnEndpointConfig = createComponentEndpointConfig(this, plan, this.role, vpcConfig, models);
    const { role, policy } = this;
    const vpc = this.network?.vpc;
    this.prerequisites = new ModelPrerequisites(this, { model: this.cfnEndpointConfig, role, policy, vpcConfig, vpc });
    this.cfnEndpoint = createComponentEndpoint(this, this.physicalName, this.cfnEndpointConfig);
    this.host = { endpoint: this, cfnEndpoint: this.cfnEndpoint, plan, role, policy, vpc, vpcConfig };
    this.node.defaultChild = this.cfnEndpoint;
    if (!plan.enabled) {
      neverSynthesize(this.cfnEndpoint);
      leaveOut(this, () => this.components.flatMap(component => component._leftOut));
    }
    this.node.addValidation({ validate: () => this.checkWhole(models()) });
  }

  /**
   * The ARN of the endpoint.
   *
   * @attribute
   */
  public get endpointArn(): string {
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

  /** The network connections of the containers, to add rules to their security groups. Throws if `vpc` is not set. */
  public get connections(): ec2.Connections {
    if (!this.network) {
      throw new Error(`${this.node.path}: 'connections' are those of a VPC, got none; connect the endpoint to one with 'vpc'`);
    }
    return this.network.connections;
  }

  /**
   * The ARNs of all components, with a wildcard: a grant of the endpoint is for all of them.
   *
   * @internal
   */
  public get _componentArns(): string {
    return this.stack.formatArn({ service: 'sagemaker', resource: 'inference-component', resourceName: `${namePrefix(this)}*` });
  }

  /**
   * Adds a model to the endpoint. Throws one error that lists all findings if it cannot work on its part of the instances.
   *
   * @param id the construct ID of the component, which is a part of its name
   * @param options the model, what each copy reserves, and the number of copies
   */
  public addInferenceComponent(id: string, options: InferenceComponentOptions): InferenceComponent {
    report(this, idFindings(this, id));
    const component = InferenceComponent._of(this.host, id, options);
    this.components.push(component);
    if (this.monitoring) {
      component.monitor(this.monitoring);
    }
    return component;
  }

  /**
   * Adds a statement to the policy of the execution role. The policy is created before the models.
   *
   * @param statement the policy statement
   */
  public addToRolePolicy(statement: iam.PolicyStatement): void {
    report(this, statementFindings(statement));
    this.policy.addStatements(statement);
  }

  /**
   * Adds the alarms of `monitor` of a component to all components, including those that are added later, one for the disk of the instances, and one
   * for every threshold of what the components reserve and how often they fail together.
   *
   * The alarms that are not those of a component are children of a construct with the ID `Monitoring`. Throws if an option is invalid, if it is
   * called more than once, or if the alarms of a component have already been added.
   *
   * @param options the thresholds, and the topic to notify
   * @returns the alarms that are not those of a component
   */
  public monitor(options: ComponentEndpointMonitorOptions = {}): ComponentEndpointAlarms {
    const components = () => this.components.flatMap(component => [component, ...component._adapters]);
    this.alarms = monitorInstances({ endpoint: this, instanceType: this.instanceType, components }, options, this.alarms !== undefined);
    const { topic, maximumServerErrorPercent, maximumModelLatency } = options ?? {};
    this.monitoring = { topic, maximumServerErrorPercent, maximumModelLatency };
    this.components.forEach(component => component.monitor(this.monitoring));
    return this.alarms;
  }

  /**
   * Adds an Amazon CloudWatch dashboard for the reservations and failures of the endpoint, and the copies, requests and latency of each component.
   *
   * It shows all components, including those that are added later. CloudWatch bills the dashboard. Throws if an option is invalid, or if it is
   * called more than once.
   *
   * @param options the name of the dashboard, and the price of an instance
   */
  public dashboard(options: ComponentEndpointDashboardOptions = {}): cloudwatch.Dashboard {
    const read = readShape(DASHBOARD_SHAPE, options);
    report(this, optionFindings(read, dashboardFindings(read.value, this.node.tryFindChild(DASHBOARD) !== undefined)));
    const shown = { endpoint: this, instanceType: this.instanceType.toString(), sampleSeconds: secondsBetweenSamples(this.plan) };
    return createComponentDashboard(this, DASHBOARD, shown, () =>
      this.components.map(component => ({
        component, adapters: component._adapters, id: component.node.id, modelId: component.modelId, alarms: component._alarms,
      })), () => this.alarms, read.value);
  }

  /**
   * The percentage of the CPUs that copies of components reserve.
   *
   * @param options the properties to override, such as the statistic, the period and the label
   */
  public metricCpuReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return endpointMetric(this, 'CPUReservation', options, RESERVATION);
  }

  /**
   * The percentage of the memory of the instances that copies of components reserve.
   *
   * @param options the properties to override, such as the statistic, the period and the label
   */
  public metricMemoryReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return endpointMetric(this, 'MemoryReservation', options, RESERVATION);
  }

  /**
   * The percentage of the GPUs that copies of components reserve.
   *
   * @param options the properties to override, such as the statistic, the period and the label
   */
  public metricGpuReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return endpointMetric(this, 'GPUReservation', options, RESERVATION);
  }

  /** Runs at synth, when everything has been added to the app. */
  private checkWhole(models: ComponentEndpointPlan['models']): string[] {
    const { network, plan, components } = this;
    const placed = components.map(({ _placed }) => _placed);
    const all = [this.prerequisites, ...components.map(({ _prerequisites: ofModel }) => ofModel)];
    report(this, [
      ...network ? routeFindings({ ...plan, models }, {
        hasS3Endpoint: mayHaveS3Endpoint(network.vpc), letsNothingOut: letNothingOut(network.securityGroups),
      }) : [],
      ...policyFindings(this.policy.problems),
      ...sizeFindings(inlinePolicySizes(this, this.role)),
      ...awaitFindings(all.flatMap(each => each.unawaitedPolicies(this.cfnEndpoint))),
      ...placementFindings(plan, placed),
      ...placed.flatMap(updateSizeFindings),
      ...totalFindings(this.alarms, components.reduce((sum, { _adapters }) => sum + 1 + _adapters.length, 0)),
      ...duplicateFindings(sameNames([this.cfnEndpoint, ...this.node.children.map(({ node }) => node.defaultChild)])),
      ...topicAccessFindings(closedTopics(this)),
      ...templateFindings(this),
      ...tagsInTemplateFindings(this),
    ]);
    return [];
  }
}
