import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Annotations as CoreAnnotations } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, SageMakerInstanceType } from '../../../src';
import { newEndpoint, newStack } from '../../util';

const ID = 'huggingface-sagemaker:image-not-listed-in-region';
const TOOLKIT = 'huggingface-pytorch-inference:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04';

function image(name: string, accountId?: string) {
  const [repository, tag] = name.split(':');
  return DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag, accountId);
}

test('fails in a region where the registry has no account, and says what to do', () => {
  const container = image('tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04');
  expect(() => newEndpoint(newStack({ region: 'mx-central-1' }), { container, instanceType: SageMakerInstanceType.ML_C6I_LARGE }))
    .toThrow(/^Stack\/Endpoint: 'container' tei-cpu:2\.0\.1-tei1\.8\.2-cpu-py310-ubuntu22\.04: no registry account is known for region mx-central-1, only for af-south-1, .*, us-west-2\. If .* pass its account: DeepLearningContainerImage\.fromDeepLearningContainerImage\(repositoryName, tag, accountId\)$/);
});

test('passes there with an account of the user, without a warning', () => {
  const stack = newStack({ region: 'mx-central-1' });
  newEndpoint(stack, { container: image('tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04', '444455556666'), instanceType: SageMakerInstanceType.ML_C6I_LARGE });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('warns where a list of the image lacks the region, until it is acknowledged', () => {
  const stack = newStack({ region: 'mx-central-1' });
  const props = { container: image(TOOLKIT), instanceType: SageMakerInstanceType.ML_C6I_LARGE };
  newEndpoint(stack, props, 'One');
  Annotations.fromStack(stack).hasWarning('/Stack/One', Match.stringLikeRegexp(`${TOOLKIT} is not listed for region mx-central-1\\..*\\[ack: ${ID}\\]`));

  const other = newStack({ region: 'mx-central-1' });
  CoreAnnotations.of(newEndpoint(other, props)).acknowledgeWarning(ID);
  Annotations.fromStack(other).hasNoWarning('*', Match.anyValue());
});

test.each([
  ['where the list has the region', 'eu-west-1', TOOLKIT],
  ['where no list names the image', 'mx-central-1', 'huggingface-pytorch-inference:9.9.9-transformers9.9.9-cpu-py399-ubuntu99.04'],
  ['where the region is not known yet', undefined, TOOLKIT],
])('says nothing %s', (_what, region, name) => {
  const stack = newStack({ region });
  newEndpoint(stack, { container: image(name), instanceType: SageMakerInstanceType.ML_C6I_LARGE });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('fails with an image for x86_64 on an instance of Arm', () => {
  expect(() => newEndpoint(newStack(), { container: image(TOOLKIT), instanceType: SageMakerInstanceType.ML_C7G_LARGE }))
    .toThrow("Stack/Endpoint: 'container' is built for x86_64, but 'instanceType' ml.c7g.large is arm64; take an image of that architecture, or another instance type");
});
