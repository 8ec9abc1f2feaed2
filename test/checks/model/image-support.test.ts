import { SageMakerInstanceType } from '../../../src';
import { imageSupportFindings } from '../../../src/checks/model/image-support';
import { IMAGE_NAMES } from '../../images';
import { found, image, modelPlanOf } from '../../util';

const LLAMA_CPP = 'llama-cpp:server-sagemaker-cpu-v1.0.1';

function findingsOn(day: string, name?: string) {
  const props = { modelId: 'Qwen/Qwen3-8B-GGUF', container: name ? image(name) : undefined, instanceType: SageMakerInstanceType.ML_C6I_4XLARGE };
  return found(imageSupportFindings(modelPlanOf(props, { today: day })));
}

test.each([['is set', LLAMA_CPP], ['the library chooses', undefined]])('finds an image that %s after the last day of its patches', (_what, name) => {
  expect(findingsOn('2027-08-22', name)).toEqual([
    { id: 'image-out-of-support', prop: 'container', values: { image: LLAMA_CPP, supportedUntil: '2027-08-21' } },
  ]);
});

test.each([
  ['on the last day', '2027-08-21', LLAMA_CPP],
  ['without such a day', '2040-01-01', IMAGE_NAMES.TEI_CPU],
  ['of your own', '2040-01-01', 'my-server:1.0'],
])('finds nothing for an image %s', (_what, day, name) => {
  expect(findingsOn(day, name)).toEqual([]);
});
