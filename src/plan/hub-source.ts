/** What the container downloads from the Hub. */
export interface HubSource {
  /** What names it, in words. */
  readonly named: string;

  /** What is downloaded, in words. */
  readonly downloaded: string;

  /** How to do without the download. */
  readonly instead: string;
}

const MODEL: HubSource = {
  named: "'modelId' names a model",
  downloaded: "'modelId' is downloaded",
  instead: "put the weights into Amazon S3 and name them with 'modelData'",
};

/** The model, or else an adapter, that the container downloads from the Hub; undefined where none is known. */
export function hubSource({ fromHub, adaptersOfHub }: { readonly fromHub: boolean; readonly adaptersOfHub: readonly string[] }): HubSource | undefined {
  if (fromHub) {
    return MODEL;
  }
  return adaptersOfHub.length === 0 ? undefined : {
    named: `'server.loraAdapters' names ${adaptersOfHub.join(', ')}, an adapter`,
    downloaded: "the adapters of 'server.loraAdapters' are downloaded",
    instead: "put the adapter beside the weights and name its path, which begins with '/'",
  };
}
