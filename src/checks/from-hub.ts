import { EndpointPlan } from '../plan/endpoint-plan';

/** What the container downloads from the Hub. */
export interface FromHub {
  /** What names it, in words. */
  readonly named: string;

  /** How to do without the download. */
  readonly instead: string;
}

/** The model, or else an adapter, that the container downloads from the Hub; undefined where there is none. */
export function fromHub({ weights, adaptersOfHub }: EndpointPlan): FromHub | undefined {
  if (weights.kind === 'hub') {
    return { named: "'modelId' names a model", instead: "put the weights into Amazon S3 and name them with 'modelData'" };
  }
  return adaptersOfHub.length === 0 ? undefined : {
    named: `'server.loraAdapters' names ${adaptersOfHub.join(', ')}, an adapter`, instead: "put the adapter beside the weights and name its path, which begins with '/'",
  };
}
