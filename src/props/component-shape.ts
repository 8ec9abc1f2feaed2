import { AdapterOptions } from './adapter-options';
import { ALARMS, PROPS } from './endpoint-shape';
import { HuggingFaceSageMakerComponentEndpointProps } from './huggingface-sagemaker-component-endpoint-props';
import { InferenceComponentOptions } from './inference-component-options';
import { ScaleInOptions } from '../capacity/scale-in-options';
import { ScaleInStrategy } from '../capacity/scale-in-strategy';
import { kind, NUMBER, oneOf, Read, size, time } from '../input/kinds';
import { readShape, Shape, structOf } from '../input/shape';
import { ComponentCapacitySize } from '../updates/component-capacity-size';
import { ComponentRollingUpdateOptions } from '../updates/component-rolling-update-options';

const SCALE_IN: Shape<ScaleInOptions> = {
  strategy: { required: oneOf(ScaleInStrategy) }, cooldown: time('minutes'), maximumStepSize: NUMBER,
};

const CAPACITY = kind('a ComponentCapacitySize with a number', value => {
  const { _type, _value } = value as Partial<ComponentCapacitySize> | null ?? {};
  return (_type === 'COPY_COUNT' || _type === 'CAPACITY_PERCENT') && typeof _value === 'number';
}, 'use ComponentCapacitySize.percent or ComponentCapacitySize.copies');

const ROLLING_UPDATE: Shape<ComponentRollingUpdateOptions> = {
  maximumBatchSize: { required: CAPACITY },
  waitInterval: { required: time('seconds') },
  rollbackMaximumBatchSize: CAPACITY,
  maximumExecutionTimeout: time('seconds'),
  rollbackAlarms: ALARMS,
};

/** The kinds of the props that both endpoints have. */
function same<K extends keyof typeof PROPS>(...names: readonly K[]): Pick<typeof PROPS, K> {
  return Object.fromEntries(names.map(name => [name, PROPS[name]])) as Pick<typeof PROPS, K>;
}

export const COMPONENT_ENDPOINT: Shape<HuggingFaceSageMakerComponentEndpointProps> = {
  ...same(
    'instanceType', 'endpointName', 'enabled', 'role', 'vpcConfig', 'volumeSize', 'inferenceAmiVersion', 'logRetention', 'routingStrategy',
    'enhancedMetrics', 'detailedObservability', 'metricPublishFrequency', 'vpc', 'vpcSubnets', 'securityGroups', 'allowAllOutbound',
    'networkIsolation', 'executionPermissions', 'encryptionKey', 'logEncryptionKey',
  ),
  minInstanceCount: NUMBER,
  maxInstanceCount: NUMBER,
  scaleIn: structOf(SCALE_IN),
};

export const COMPONENT: Shape<InferenceComponentOptions> = {
  ...same(
    'modelId', 'task', 'container', 'server', 'modelRevision', 'modelData', 'modelProfile', 'hubAccessToken', 'environment',
    'startupHealthCheckTimeoutInSeconds', 'startupHealthCheckTimeout', 'modelDataDownloadTimeout',
  ),
  acceleratorCount: NUMBER,
  cpuCount: NUMBER,
  minMemory: size('mebibytes'),
  copyCount: NUMBER,
  rollingUpdate: structOf(ROLLING_UPDATE),
};

const ADAPTER: Shape<AdapterOptions> = { modelData: { required: PROPS.modelData }, maxRank: NUMBER };

/** Reads the props of an endpoint with inference components. */
export function readComponentEndpointProps(given: HuggingFaceSageMakerComponentEndpointProps): Read<HuggingFaceSageMakerComponentEndpointProps> {
  return readShape(COMPONENT_ENDPOINT, given);
}

/** Reads the options of an inference component. */
export function readComponentOptions(given: InferenceComponentOptions): Read<InferenceComponentOptions> {
  return readShape(COMPONENT, given);
}

/** Reads the options of an adapter. */
export function readAdapterOptions(given: AdapterOptions): Read<AdapterOptions> {
  return readShape(ADAPTER, given);
}
