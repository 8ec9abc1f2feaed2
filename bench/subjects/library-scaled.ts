import { HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../lib';
import { appOf, INSTANCE_TYPE, MODEL_ID } from '../work';

/** Endpoints that are scaled and monitored. */
export const build = (endpoints: number) => appOf(endpoints, (stack, id) => {
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, id, { modelId: MODEL_ID, instanceType: SageMakerInstanceType.of(INSTANCE_TYPE) });
  endpoint.autoScale({ maxCapacity: 4 }).scaleOnConcurrentRequests('Requests', { concurrentRequestsPerModel: 8 });
  endpoint.monitor();
}, { inStack: 40 });
