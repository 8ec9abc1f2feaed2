import { HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../lib';
import { AddEndpoint, appOf, INSTANCE_TYPE, MODEL_ID } from '../work';

/** This library, as it is packed. */
const add: AddEndpoint = (stack, id) => {
  new HuggingFaceSageMakerEndpoint(stack, id, { modelId: MODEL_ID, instanceType: SageMakerInstanceType.of(INSTANCE_TYPE) });
};

export const build = (endpoints: number) => appOf(endpoints, add);
