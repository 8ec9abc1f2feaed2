import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Annotations as CoreAnnotations, Aws, CfnParameter } from 'aws-cdk-lib/core';
import { AcceleratorKind, ContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { imageFindings } from '../../../src/checks/model/image';
import { PlanScope } from '../../../src/plan/plan-scope';
import { IMAGE_NAMES } from '../../images';
import { found, image, modelPlanOf, newEndpoint, newStack, planOf, type } from '../../util';

const { TEI_CPU, TOOLKIT_CPU } = IMAGE_NAMES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const MEXICO = { region: 'mx-central-1' };

const findingsIn = (props: Props, scope: Partial<PlanScope> = {}) => found(imageFindings(modelPlanOf(props, scope)));

describe('no image can be chosen', () => {
  test.each<[string, Props, object]>([
    ['an unresolved task', { task: HuggingFaceTask.of(new CfnParameter(newStack(), 'Task').valueAsString) }, { reason: 'unresolved' }],
    ['an unresolved instance type', { instanceType: SageMakerInstanceType.of(new CfnParameter(newStack(), 'Type').valueAsString) }, { reason: 'unresolved' }],
    ['a server without a recommended image', { server: ModelServer.sglang() }, { reason: 'server', server: 'SGLang' }],
    ['a task without an image', { task: HuggingFaceTask.TEXT_TO_VIDEO }, { reason: 'task', task: 'text-to-video' }],
    ['an unknown accelerator', { instanceType: type('z99.48xlarge') }, { reason: 'unknown-accelerator' }],
    ['an Arm processor', { instanceType: type('c7g.xlarge'), task: HuggingFaceTask.FEATURE_EXTRACTION }, { reason: 'architecture' }],
    ['an old GPU', { instanceType: type('p3.2xlarge') }, { reason: 'generation' }],
    ['text generation on a CPU', { instanceType: type('c6i.xlarge') }, { reason: 'cpu' }],
    ['another accelerator', { instanceType: type('inf2.xlarge'), task: HuggingFaceTask.FEATURE_EXTRACTION }, {
      reason: 'accelerator', acceleratorKinds: [AcceleratorKind.GPU, AcceleratorKind.NONE],
    }],
  ])('for %s', (_what, props, values) => {
    expect(findingsIn({ container: undefined, ...props })).toEqual([{ id: 'no-image', prop: 'container', values: expect.objectContaining(values) }]);
    const [{ message }] = imageFindings(modelPlanOf({ container: undefined, ...props }));
    expect(message).toMatch(/^'container' must be set, because .*; set 'container', or use /);
    expect(message).not.toMatch(/undefined|\$\{Token/);
  });
});

test.each([['g5.2xlarg', 'g5.2xlarge'], ['g9.2xlarge', undefined]])('a type that looks like a known one is named: %s', (name, similar) => {
  const [{ message }] = imageFindings(modelPlanOf({ container: undefined, instanceType: type(name) }));
  expect(/did you mean ml\.([^?]+)\?/.exec(message)?.[1]).toBe(similar);
});

describe('a tag with a shortened version', () => {
  test.each([
    ['huggingface-pytorch-inference:1.13-transformers4.26.0-cpu-py39-ubuntu20.04', '1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04'],
    ['huggingface-pytorch-inference:2.6.0-transformers4.51-gpu-py312-cu124-ubuntu22.04', '2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04'],
    ['huggingface-pytorch-tgi-inference:2.7-tgi3.3.6-gpu-py311-cu124-ubuntu22.04', '2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04'],
    ['tei:2.0.1-tei1.8-gpu-py310-cu122-ubuntu22.04', '2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04'],
  ])('is found: %s', (name, tag) => {
    expect(findingsIn({ container: image(name) })).toEqual([{ id: 'image-tag-shortened', prop: 'container', values: { image: name, tag } }]);
  });

  test.each([
    ['that moves with each release', image('huggingface-pytorch-inference:2.6-transformers4.51-gpu-py312-cu124-ubuntu22.04')],
    ['that is newer than the list', image('huggingface-pytorch-inference:2.9-transformers5.99.0-gpu-py312-cu124-ubuntu22.04')],
    ['in a registry of the user', image('huggingface-pytorch-inference:2.6-transformers4.51.3-gpu-py312-cu124-ubuntu22.04', '111122223333')],
    ['that is an unresolved token', image(`huggingface-pytorch-inference:${new CfnParameter(newStack(), 'Tag').valueAsString}`)],
    ['that is a digest', image(`huggingface-pytorch-inference:sha256:${'0'.repeat(64)}`)],
  ])('is not found in one %s', (_what, container) => {
    expect(findingsIn({ container })).toEqual([]);
  });
});

test('a directory that does not exist is found', () => {
  const container = ContainerImage.fromAsset('/does/not/exist');
  expect(findingsIn({ container })).toEqual([{ id: 'image-directory', prop: 'container', values: { directory: '/does/not/exist' } }]);
});

describe('a registry without an account in the region', () => {
  const instanceType = SageMakerInstanceType.ML_C6I_LARGE;

  test('is found', () => {
    expect(findingsIn({ container: image(TEI_CPU), instanceType }, MEXICO)).toEqual([{
      id: 'image-registry-region',
      prop: 'container',
      values: { image: TEI_CPU, region: 'mx-central-1', regions: expect.arrayContaining(['af-south-1', 'us-west-2']) },
    }]);
    const [{ values: { regions } }] = findingsIn({ container: image(TEI_CPU), instanceType }, MEXICO);
    expect(regions).toEqual([...regions].sort());
  });

  test('is not found if the user sets the account', () => {
    expect(findingsIn({ container: image(TEI_CPU, '444455556666'), instanceType }, MEXICO)).toEqual([]);
  });
});

describe('an image that is not listed for the region', () => {
  const props = { container: image(TOOLKIT_CPU), instanceType: SageMakerInstanceType.ML_C6I_LARGE };

  test('is found', () => {
    expect(findingsIn(props, MEXICO)).toEqual([{
      id: 'image-not-listed-in-region',
      prop: 'container',
      values: { image: TOOLKIT_CPU, region: 'mx-central-1', regions: expect.arrayContaining(['eu-west-1']) },
    }]);
    const [{ values: { regions } }] = findingsIn(props, MEXICO);
    expect(regions).toEqual([...regions].sort());
  });

  test('is a warning until it is acknowledged', () => {
    const id = 'huggingface-sagemaker:image-not-listed-in-region';
    const stack = newStack(MEXICO);
    newEndpoint(stack, props);
    Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp(`\\[ack: ${id}\\]`));

    const other = newStack(MEXICO);
    CoreAnnotations.of(newEndpoint(other, props)).acknowledgeWarning(id);
    Annotations.fromStack(other).hasNoWarning('*', Match.anyValue());
  });

  test.each([
    ['the list has the region', 'eu-west-1', TOOLKIT_CPU],
    ['no list has the image', 'mx-central-1', 'huggingface-pytorch-inference:9.9.9-transformers9.9.9-cpu-py399-ubuntu99.04'],
    ['the region is an unresolved token', Aws.REGION, TOOLKIT_CPU],
  ])('is not found if %s', (_what, region, name) => {
    expect(findingsIn({ ...props, container: image(name) }, { region })).toEqual([]);
  });
});

test('finds another architecture for each instance type', () => {
  const architectures = (instanceType: SageMakerInstanceType, fallbackInstanceTypes: SageMakerInstanceType[] = [], name = TOOLKIT_CPU) =>
    found(findingsOf(planOf({ container: image(name), instanceType, fallbackInstanceTypes }))).filter(({ id }) => id === 'image-architecture');
  const finding = (prop: string, instanceType: string) => ({
    id: 'image-architecture', prop, values: { image: 'x86_64', instanceType, instance: 'arm64' },
  });

  expect(architectures(type('c7g.large'))).toEqual([finding('instanceType', 'ml.c7g.large')]);
  expect(architectures(type('c7i.large'), [type('c7g.large')])).toEqual([finding('fallbackInstanceTypes', 'ml.c7g.large')]);
  expect(architectures(type('c7i.large'), [type('c6i.large')])).toEqual([]);
  expect(architectures(type('c7g.large'), [], 'mine:1')).toEqual([]);
  expect(architectures(type('z99.large'))).toEqual([]);
});
