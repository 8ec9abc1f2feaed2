import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Stack } from 'aws-cdk-lib/core';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { Adapter, adapterVariables } from './adapter';
import { ComponentHost } from './component-host';
import { monitorComponent } from './component-monitoring';
import { componentName, replaceWithName } from './component-name';
import { ImportedComponent } from './imported-component';
import { InferenceComponentAttributes } from './inference-component-attributes';
import { IInferenceComponent, InferenceComponentBase } from './inference-component-base';
import { ScalableCopyCount } from './scalable-copy-count';
import { ComponentAutoScaleOptions } from '../capacity/component-auto-scale-options';
import { adapterFindings } from '../checks/endpoint/component-adapters';
import { PlacedComponent } from '../checks/endpoint/component-placement';
import { componentAttributeFindings } from '../checks/endpoint/imports';
import { idFindings } from '../checks/endpoint/method-arguments';
import { checkComponent } from '../checks/endpoint-components';
import { optionFindings } from '../checks/props';
import { reject, report } from '../checks/report';
import { knownId } from '../endpoint/disabled-endpoint';
import { pathOf } from '../endpoint/imported-endpoint';
import { ModelPrerequisites } from '../endpoint/model-prerequisites';
import { ISageMakerEndpoint, VARIANT_NAME } from '../endpoint/sagemaker-endpoint';
import { createModel } from '../endpoint/served-model';
import { ComponentAlarms } from '../monitoring/component-alarms';
import { ComponentMonitorOptions } from '../monitoring/component-monitor-options';
import { CheckedComponentPlan, planComponent } from '../plan/component-plan';
import { secondsBetweenSamples } from '../plan/sample-interval';
import { AdapterOptions } from '../props/adapter-options';
import { readAdapterOptions } from '../props/component-shape';
import { InferenceComponentOptions } from '../props/inference-component-options';
import { grantLogEncryption } from '../role/execution-statements';
import { ComponentUpdateGuard } from '../updates/component-update-guard';

/** The children that need the endpoint. The model and the log group do not. */
const LEFT_OUT: readonly string[] = ['InferenceComponent', 'RollingUpdate', 'Scaling', 'Monitoring'];

/**
 * A model on an endpoint that several models share. Use `addInferenceComponent` of a HuggingFaceSageMakerComponentEndpoint to create it.
 *
 * This construct was never deployed to an AWS account.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html
 */
export class InferenceComponent extends InferenceComponentBase {
  /**
   * Imports a component by its attributes.
   *
   * @param scope the parent construct
   * @param id the construct ID
   * @param attributes the name of the component, and its endpoint
   */
  public static fromInferenceComponentAttributes(scope: Construct, id: string, attributes: InferenceComponentAttributes): IInferenceComponent {
    reject(pathOf(scope, id), componentAttributeFindings(attributes));
    return new ImportedComponent(scope, id, attributes);
  }

  /**
   * Creates a component of an endpoint.
   *
   * @internal
   */
  public static _of(host: ComponentHost, id: string, given: InferenceComponentOptions): InferenceComponent {
    return new InferenceComponent(host, id, given);
  }

  /** The name of the component, which changes if the component is replaced. */
  public readonly inferenceComponentName: string;

  /** The endpoint of the component. */
  public readonly endpoint: ISageMakerEndpoint;

  /** The model ID or path, from the option `modelId`. */
  public readonly modelId: string;

  /** The name of the model in requests, such as the field `model` of OpenAI-compatible requests, if the server requires it. */
  public readonly servedModelName: string;

  /** The model, as an escape hatch. */
  public readonly cfnModel: sagemaker.CfnModel;

  /** The component, as an escape hatch. It is the default child of the construct. */
  public readonly cfnInferenceComponent: sagemaker.CfnInferenceComponent;

  /** The log group of the containers. Undefined if `logRetention` of the endpoint is not set. */
  public readonly logGroup?: logs.ILogGroup;

  /**
   * What the model waits for.
   *
   * @internal
   */
  public readonly _prerequisites: ModelPrerequisites;

  /**
   * The alarms, once `monitor` is called.
   *
   * @internal
   */
  public _alarms?: ComponentAlarms;

  private readonly plan: CheckedComponentPlan;
  private readonly adapters = new DependencyGroup();
  private readonly ranks: number[] = [];
  private scaling?: ScalableCopyCount;

  private constructor(private readonly host: ComponentHost, id: string, given: InferenceComponentOptions) {
    super(host.endpoint, id);
    const { plan: endpointPlan, role, policy, vpc, vpcConfig } = host;
    this.plan = checkComponent(this, planComponent(given, endpointPlan), endpointPlan);
    const { model } = this.plan;
    this.endpoint = host.endpoint;
    this.modelId = model.modelId;
    this.servedModelName = model.servedModelName;
    this.cfnModel = createModel(this, model, { endpoint: endpointPlan, role, policy, vpcConfig });
    this._prerequisites = new ModelPrerequisites(this, { model: this.cfnModel, role, policy, vpcConfig, vpc });

    const identity = () => [knownId(host.cfnEndpoint), host.cfnEndpoint.endpointName, VARIANT_NAME];
    this.inferenceComponentName = componentName(this, host.endpoint, identity);
    this.cfnInferenceComponent = this.createComponent();
    replaceWithName(this.cfnInferenceComponent, identity);
    this.node.defaultChild = this.cfnInferenceComponent;
    this.logGroup = this.createLogGroup();
  }

  /**
   * Scales the number of copies with Application Auto Scaling: on the number of concurrent requests per copy, and to zero if `minCapacity` is 0.
   *
   * `copyCount` of the template stays the same, so an update does not undo the scaling. Throws if the limits are invalid, or if it is called more
   * than once.
   *
   * @param options the minimum and maximum number of copies, and the load of each copy
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
   */
  public autoScale(options: ComponentAutoScaleOptions): ScalableCopyCount {
    this.scaling = ScalableCopyCount._of(this, this.cfnInferenceComponent, this.adapters, options);
    this._adapters.forEach(adapter => this.awaitRequests(adapter));
    return this.scaling;
  }

  /**
   * Adds a LoRA adapter, with a name of its own, to a model that vLLM or Large Model Inference serves.
   *
   * The server gets the variables that it needs to load adapters while it runs. Requests name the adapter instead of this component. Throws if the
   * server cannot load adapters, or if an option is invalid.
   *
   * @param id the construct ID of the adapter
   * @param options the archive of the adapter, and its rank
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html
   */
  public addAdapter(id: string, options: AdapterOptions): IInferenceComponent {
    const read = readAdapterOptions(options);
    const { modelData, maxRank } = read.value;
    report(this, optionFindings(read, [...idFindings(this, id), ...adapterFindings(this.plan.model, read.value)]));
    modelData._grantRead(this.host.policy);
    this.ranks.push(...maxRank === undefined ? [] : [maxRank]);
    Object.entries(adapterVariables(this.plan.model, this.ranks)).forEach(([name, value]) =>
      this.cfnModel.addPropertyOverride(`PrimaryContainer.Environment.${name}`, value));
    const adapter = new Adapter(this, id, this, this.cfnInferenceComponent, modelData);
    this.adapters.add(adapter.resource);
    this.awaitRequests(adapter);
    return adapter;
  }

  /**
   * Adds alarms for failed requests, missing copies and GPU memory, and for every threshold in the options.
   *
   * The alarms are children of a construct with the ID `Monitoring`. CloudWatch bills each alarm. Throws if an option is invalid, or if it is called
   * more than once.
   *
   * @param options the thresholds, and the topic to notify
   * @returns the alarms, for example to add further actions
   */
  public monitor(options: ComponentMonitorOptions = {}): ComponentAlarms {
    this._alarms = monitorComponent(this, this.plan, options, this._alarms !== undefined);
    return this._alarms;
  }

  /**
   * The number of copies that report metrics.
   *
   * @param options the properties to override, such as the period and the label
   */
  public metricCopyCount(options: cloudwatch.MetricOptions = {}): cloudwatch.IMetric {
    const { period, label = 'copies' } = options;
    const samples = this.metricCpuUtilizationNormalized({ ...options, statistic: cloudwatch.Stats.SAMPLE_COUNT });
    const expression = `samples * ${secondsBetweenSamples(this.host.plan)} / PERIOD(samples)`;
    return new cloudwatch.MathExpression({ expression, usingMetrics: { samples }, period, label });
  }

  /**
   * The adapters, whose requests are counted separately.
   *
   * @internal
   */
  public get _adapters(): readonly InferenceComponentBase[] {
    return this.node.children.filter(each => each instanceof Adapter);
  }

  /**
   * What the template does not have if the endpoint is disabled. The model and the log group stay.
   *
   * @internal
   */
  public get _leftOut(): readonly IConstruct[] {
    return this.node.children.filter(child => LEFT_OUT.includes(child.node.id) || child instanceof Adapter);
  }

  /**
   * What the endpoint needs to know to place the copies.
   *
   * @internal
   */
  public get _placed(): PlacedComponent & { readonly plan: CheckedComponentPlan } {
    return { id: this.node.id, plan: this.plan, minCapacity: this.scaling?._minCapacity, maxCapacity: this.scaling?._maxCapacity };
  }

  private awaitRequests(adapter: InferenceComponentBase): void {
    this.scaling?._startOnFailure(`NoCapacityOf${adapter.node.id}`, adapter);
  }

  private createComponent(): sagemaker.CfnInferenceComponent {
    const { model, acceleratorCount, cpuCount, minMemoryMiB, copyCount } = this.plan;
    const guard = this.createUpdateGuard();
    const resource = new sagemaker.CfnInferenceComponent(this, 'InferenceComponent', {
      inferenceComponentName: this.inferenceComponentName,
      // a reference, so that the component is created after the endpoint and deleted before it
      endpointName: this.host.cfnEndpoint.attrEndpointName,
      variantName: VARIANT_NAME,
      specification: {
        modelName: this.cfnModel.attrModelName,
        computeResourceRequirements: {
          minMemoryRequiredInMb: minMemoryMiB,
          numberOfAcceleratorDevicesRequired: acceleratorCount,
          numberOfCpuCoresRequired: cpuCount,
        },
        startupParameters: {
          containerStartupHealthCheckTimeoutInSeconds: model.startupHealthCheckTimeoutInSeconds,
          modelDataDownloadTimeoutInSeconds: model.modelDataDownloadTimeoutInSeconds,
        },
      },
      runtimeConfig: { copyCount },
      deploymentConfig: guard?.deploymentConfig,
      tags: [{ key: 'modelId', value: model.modelId }],
    });
    if (guard) {
      // the permission on the alarms, which the update needs
      resource.node.addDependency(guard);
    }
    return resource;
  }

  private createUpdateGuard(): ComponentUpdateGuard | undefined {
    const { rollingUpdate: options } = this.plan;
    return options && new ComponentUpdateGuard(this, 'RollingUpdate', {
      options,
      role: this.host.role,
      roleIsShared: this.host.plan.role !== undefined,
      serverErrors: metricOptions => this.metricInvocation5xxErrors(metricOptions),
    });
  }

  private createLogGroup(): logs.ILogGroup | undefined {
    const { logRetentionOfComponents: retention, security: { logEncryptionKey: encryptionKey } } = this.host.plan;
    if (retention === undefined) {
      return undefined;
    }
    if (encryptionKey) {
      grantLogEncryption(encryptionKey, Stack.of(this), this.logGroupName);
    }
    const logGroup = new logs.LogGroup(this, 'LogGroup', { logGroupName: this.logGroupName, retention, encryptionKey });
    // otherwise the container would create it first, and CloudFormation would reject it
    this.cfnInferenceComponent.node.addDependency(logGroup);
    return logGroup;
  }
}
