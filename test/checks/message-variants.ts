import { type } from '../util';

/** A prop, and the values of a finding. */
type Variant = readonly [prop: string, values: object];

const GPU = { instanceType: 'ml.p3.2xlarge', gpu: 'V100', computeCapability: '7.0' };
const GIB = 1024 ** 3;
const SIZE = { weightsBytes: 30 * GIB, basis: 'profile', availableBytes: 20 * GIB, instanceType: 'ml.g5.xlarge', room: 'accelerators' };
const ARGUMENT = { server: 'vLLM', version: '0.21.0', argument: 'dtype' };
const VALUE = { ...ARGUMENT, form: 'string', got: 'fp16' };
const WORLD = { available: 4, instanceType: 'ml.g5.12xlarge' };
const SPLIT = { setting: 'server.tensorParallelDegree', instanceType: 'ml.g5.12xlarge' };
const PLACES = { needed: 'one', unit: 'accelerators', capacity: 4, instanceType: 'ml.g5.12xlarge' };
const TOKENS = { prefill: { setting: 'a', tokens: 1 }, limit: { setting: 'b', tokens: 2, isDefault: true } };
const LIMITS = { minCapacity: 3, maxCapacity: 2 };

/** The messages with alternatives, each in all forms: `prop-cases.ts` and its neighbors show only one of them. */
export const MESSAGE_VARIANTS: Readonly<Record<string, readonly Variant[]>> = {
  'model-id': ['a b', 'a:b', '/a'].map(modelId => ['modelId', { modelId }]),
  'no-image': [
    { reason: 'unresolved' }, { reason: 'server', server: 'SGLang' }, { reason: 'task', task: 'text-to-3d' },
    { reason: 'unknown-accelerator', instanceType: type('g5.3xlarge') }, { reason: 'unknown-accelerator', instanceType: type('z99.large') },
    { reason: 'architecture', instanceType: type('c7g.large') }, { reason: 'generation', task: 'fill-mask', instanceType: type('p3.2xlarge') },
    { reason: 'cpu', task: 'text-generation', instanceType: type('c6i.large') },
    { reason: 'accelerator', task: 'fill-mask', instanceType: type('inf2.xlarge'), acceleratorKinds: ['gpu', 'none'] },
  ].map(values => ['container', values]),
  'hub-out-of-reach': ([['model', ['a']], ['adapters', ['a']], ['adapters', ['a', 'b']], ['draft', ['a']]] as const)
    .map(([kind, ids]) => ['modelId', { kind, ids, partition: 'aws-iso' }]),
  'task-of-server': [undefined, '3.3.5'].map(version => ['task', { task: 'fill-mask', server: 'TGI', version, selectedBy: 'container' }]),
  'model-architecture': [undefined, 'vllm:1'].map(image => ['modelProfile', { architecture: 'A', version: '1', supportedVersion: '2', image }]),
  'environment-key': [['environment', { key: 'a-b', length: 3 }], ['environment', { key: 'a-b', length: 4 }]],
  'environment-value': [['environment.A', { type: 'a number' }], ['environment.A', { minimum: 0, maximum: 2, counted: 'characters', got: 3 }]],
  'gpu-generation': [undefined, 12].map(lastCudaMajor => ['instanceType', { ...GPU, cudaVersion: '13.0', firstCuda: '9.0', lastCudaMajor }]),
  'tei-compute-capability': [
    ['instanceType', GPU], ['instanceType', { ...GPU, version: '1.8.2', isUnknownName: true }], ['instanceType', { ...GPU, version: '1.9.3' }],
  ],
  'server-option-version': [
    ['server.a', { server: 'TGI', variables: [{ since: '1.4.0' }, { before: '1.2.0' }], version: undefined }],
    ['server.a', { server: 'TGI', variables: [{ since: '1.4.0', before: '2.0.0' }], version: '1.3.0' }],
  ],
  'reserved-variable': [
    ['environment.A', { allowed: [], reason: 'a reason' }], ['environment.A', { allowed: ['1', '2'], reason: 'a reason', got: '3' }],
  ],
  'argument-name': [
    ['environment.A', { ...ARGUMENT, removedIn: '0.20.0', addedIn: '0.22.0', closest: 'type' }],
    ['environment.A', { ...ARGUMENT, removedIn: '0.20.0' }],
    ['environment.A', { ...ARGUMENT, addedIn: '0.22.0' }],
  ],
  'argument-value': [
    ...['flag', 'boolean', 'integer', 'amount', 'number', 'json', 'list', 'optional', 'string'].map(form => ['environment.A', { ...VALUE, form }] as const),
    ['environment.A', { ...VALUE, allowed: 'abcdefghijkl'.split(''), closest: 'l' }],
    ['environment.A', { ...VALUE, allowed: 'abcdefghijklm'.split(''), closest: 'm' }],
    ['environment.A', { ...VALUE, allowed: 'abcdefghijklm'.split('') }],
    ['environment.A', { ...VALUE, got: undefined }],
    ['environment.A', { ...VALUE, minimum: 1, got: '0' }],
    ['environment.A', { ...VALUE, minimum: 1, got: undefined }],
  ],
  'start-script-flag': [true, false].map(ends => ['environment.A', { got: 'true', server: 'vLLM', version: '0.17.0', ends }]),
  'more-workers-than-accelerators': [[4, 2, 1], [4, 1, 2], [2, 2, 2]].map(([tensor, pipeline, data]) => ['instanceType', { ...WORLD, tensor, pipeline, data }]),
  'tei-batch-below-context': [true, false].map(isDefault => ['server.maxBatchTokens', { got: 1, contextLength: 2, isDefault }]),
  'more-shards-than-accelerators': [
    ['instanceType', { ...SPLIT, degree: 2, available: 1, unit: 'accelerator', isPart: true }],
    ['instanceType', { ...SPLIT, degree: 8, available: 4, unit: 'Neuron core', isPart: false }],
  ],
  'idle-accelerators': [
    ['instanceType', { ...SPLIT, degree: 2, available: 4, isPart: true, splittable: true }],
    ['instanceType', { ...SPLIT, degree: 2, available: 4, isPart: false, splittable: false }],
  ],
  'tgi-prefill': [true, false].map(isTooLow => ['server', { ...TOKENS, version: '2.3.1', isTooLow }]),
  'tgi-sharded-on-one': [undefined, 'ml.g5.xlarge'].map(instanceType => ['server.sharded', { setting: 'numShard', instanceType }]),
  'variable-of-another-version': [
    ['environment.A', { server: 'TGI', version: '1.0.0', since: '1.1.0', before: '2.0.0' }],
    ['environment.A', { server: 'TGI', version: '1.1.0', since: '1.1.0', before: '1.0.0' }],
    ['environment.A', { server: 'TGI', version: '2.0.0', before: '2.0.0' }],
  ],
  'model-too-large': [
    ['instanceType', { ...SIZE, basis: 'config' }],
    ['instanceType', { ...SIZE, basis: 'id', loadedBits: 4 }],
    ['instanceType', { ...SIZE, loadedBits: 8, room: 'host' }],
    ['instanceType', { ...SIZE, room: 'both' }],
    ['instanceType', { ...SIZE, room: 'both', ofPart: 1 }],
    ['instanceType', { ...SIZE, ofPart: 2 }],
  ],
  'model-may-not-fit': [
    ['instanceType', SIZE],
    ['instanceType', { ...SIZE, weightsPerGpu: 15 * GIB }],
    ['instanceType', { ...SIZE, weightsPerGpu: 15 * GIB, reserveBytes: 2 * GIB, gpus: 2 }],
    ['instanceType', { ...SIZE, weightsPerGpu: 15 * GIB, reserveBytes: 2 * GIB, gpus: 1 }],
  ],
  'model-revision-without-hub': ['modelData', 'modelId'].map(from => ['modelRevision', { from }]),
  'instance-type-unknown': [undefined, 'ml.g5.xlarge'].map(similar => ['instanceType', { name: 'ml.g5.xlarg', similar }]),
  'endpoint-disabled': [undefined, 'my-name'].map(name => ['enabled', { name }]),
  'log-retention-without-endpoint-name': [undefined, 'x'].map(endpointName => ['logRetention', { endpointName }]),
  'hub-without-way-out': [
    ['vpc', { closed: ['public', 'isolated'], download: 'modelData' }],
    ['vpc', { closed: ['isolated'], download: { kind: 'draft', ids: ['a'] } }],
    ['vpc', { closed: ['isolated'], download: { kind: 'adapters', ids: ['a', 'b'] } }],
  ],
  'data-capture-content-types': [
    ['dataCapture', { invalid: ['a', 'b'] }], ['dataCapture', { minimum: 1, maximum: 2, counted: 'content types', got: 3 }],
  ],
  'deployment-size': [
    ['deployment', { instances: 6, instanceCount: 10, minimum: 5 }], ['deployment', { instances: 6, instanceCount: 10 }], ['deployment', { minimum: 1, got: 0 }],
  ],
  'deployment-wait-short': [true, false].map(hasRollbackAlarm => ['deployment.wait', { seconds: 1, neededSeconds: 2, hasRollbackAlarm }]),
  'deployment-without-alarms': [undefined, 60].map(terminationWaitSeconds => ['deployment', { terminationWaitSeconds }]),
  'prefix-aware-routing': [['routingStrategy', { missing: ['a', 'b'] }], ['routingStrategy', { minimum: 1, maximum: 2, got: 3 }]],
  'scaling-bounds': [['minCapacity', LIMITS], ['minCapacity', { minimum: 1, got: 0 }]],
  'scaling-deployment-size': [
    ['deployment', { setBy: "'autoScale'", limit: 'minCapacity', capacity: 1 }],
    ['deployment', { setBy: "'autoScale'", limit: 'minCapacity', capacity: 2, step: { range: 'at most 50', got: 2 } }],
  ],
  'scaling-target-value': [undefined, 100].map(maximum => ['invocationsPerInstance', { maximum, got: 0 }]),
  'scaling-schedule': [['minCapacity', { missing: true }], ['endTime', { startTime: 'b', endTime: 'a' }], ['minCapacity', LIMITS]],
  'monitor-threshold': [undefined, 'seconds'].map(unit => ['maximumLatency', { range: 'greater than 0', got: 0, unit }]),
  'monitor-accelerator-count': [
    ['acceleratorCount', { minimum: 0, got: -1 }],
    ['acceleratorCount', { instanceType: 'ml.g5.xlarge', gpuCount: 1, given: 2 }],
    ['acceleratorCount', { instanceType: 'ml.z99.xlarge', given: undefined }],
  ],
  'monitor-gpu-memory-without-gpu': [true, false].map(hasFallbacks => ['maximumGpuMemoryPercent', { hasFallbacks }]),
  'grant-of-other-requests': [true, false].map(isAsynchronous => ['grants.invoke', { isAsynchronous }]),
  'grants-not-awaited': [[], ['s3:GetObject', 's3:PutObject']].map(actions => ['role', { path: 'Stack/Policy', actions }]),
  'smoke-test-without-body': [undefined, 'fill-mask'].map(task => ['requests', { server: 'vLLM', task }]),
  'duplicate-name': ['dashboard', 'endpoint'].map(what => ['name', { what, name: 'my-name', path: 'Stack/Other' }]),
  'snapshot-pattern': [undefined, '/'].map(pattern => ['include', { pattern }]),
  'snapshot-vpc-of-others': [true, false].map(isSet => ['vpc', { isSet }]),
  'component-instance-count': [['minInstanceCount', { minInstanceCount: 3, maxInstanceCount: 2 }], ['minInstanceCount', { minimum: 0, got: -1 }]],
  'component-accelerators': [
    ['acceleratorCount', { unit: 'accelerators', available: 4, got: 5, instanceType: 'ml.g5.12xlarge' }],
    ['acceleratorCount', { minimum: 1, unit: 'accelerators', got: 0 }],
  ],
  'component-cpus': [['cpuCount', { unit: 'vCPUs', available: 4, got: 5, instanceType: 'ml.g5.xlarge' }], ['cpuCount', { got: 0 }]],
  'component-memory': [['minMemory', { unit: 'MiB', available: 4, got: 5, instanceType: 'ml.g5.xlarge' }], ['minMemory', { minimum: 128, unit: 'MiB', got: 0 }]],
  'components-not-placeable': [1, 2].map(instances => ['maxInstanceCount', { ...PLACES, instances }]),
  'component-instances-never-released': [['a'], ['a', 'b']].map(ids => ['minInstanceCount', { ids }]),
  'adapter-server': [['adapters', { server: 'TGI' }], ['adapters', { server: 'vLLM', version: '0.5.0', since: '0.6.0' }]],
};
