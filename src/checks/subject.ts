import { Check, Finding } from './finding';
import { InstanceShare } from '../instance/instance-share';
import { EndpointPlan } from '../plan/endpoint-plan';
import { ModelPlan } from '../plan/model-plan';

/** A subject of the checks, which has a table of its own in docs/checks.md. */
export interface Subject {
  readonly title: string;
  readonly checks: readonly Check[];
}

/** A subject that concerns one model. */
export interface ModelSubject extends Subject {
  /** What concerns the model, whatever it runs on. */
  readonly ofModel?: (model: ModelPlan) => Finding[];

  /** What concerns the model on its share of an instance: called for each instance type that it may run on. */
  readonly onShare?: (model: ModelPlan, share: InstanceShare) => Finding[];
}

/** A subject that concerns the endpoint. */
export interface EndpointSubject extends Subject {
  readonly findings: (plan: EndpointPlan) => Finding[];
}
