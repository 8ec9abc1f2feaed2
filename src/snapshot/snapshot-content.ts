import { createHash } from 'crypto';
import { HubRepositoryOptions } from './hub-repository-options';
import { HubSnapshotProps } from './hub-snapshot-props';

/** A repository, as src/snapshot/copy/copy_snapshot.py reads it. */
type CopiedRepository = Omit<HubRepositoryOptions, 'modelRevision'> & { readonly folder?: string; readonly revision: string };

/** What a snapshot copies, and where. */
export interface SnapshotContent {
  /** The prefix of the objects, with a slash at its end. It changes with everything that changes the files. */
  readonly prefix: string;

  /** What the copy program copies, as JSON. */
  readonly json: string;

  /** The digits that identify the prefix. */
  readonly digest: string;
}

/** Determines what a snapshot copies. The props are known at synth. */
export function snapshotContent(props: HubSnapshotProps): SnapshotContent {
  const { modelId, modelRevision, subfolders = {} } = props;
  const folders = Object.entries(subfolders).sort(([one], [other]) => one < other ? -1 : 1);
  const main = copied(props);
  const parts = [main, ...folders.map(([folder, options]) => ({ folder, ...copied(options) }))];
  // the program that reads it may be started from a shell
  const json = JSON.stringify(parts).replace(/'/g, '\\u0027');
  const prefix = `${modelId}/${modelRevision}/${digestOf(json)}/`;
  return { prefix, json, digest: digestOf(prefix) };
}

function copied({ modelId, modelRevision, include, exclude, trustRemoteCode }: HubRepositoryOptions): CopiedRepository {
  return {
    modelId,
    revision: modelRevision,
    ...include?.length ? { include } : {},
    ...exclude?.length ? { exclude } : {},
    ...trustRemoteCode ? { trustRemoteCode } : {},
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
