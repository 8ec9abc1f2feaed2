import { datesTable } from './source-dates';
import { DATES_FILE, UPSTREAM_SOURCES, UpstreamFiles, UpstreamSource } from './upstream-files';

/** Downloads upstream's files from GitHub. */
export async function downloadUpstreamFiles(): Promise<UpstreamFiles> {
  const files: Record<string, string> = {};
  const dates: Array<[UpstreamSource, string]> = [];
  for (const source of Object.values<UpstreamSource>(UPSTREAM_SOURCES)) {
    for (const suffix of await suffixesOf(source)) {
      files[`${source.local}${suffix}`] = await get(`https://raw.githubusercontent.com/${source.repository}/${source.ref}/${source.remote}${suffix}`);
    }
    dates.push([source, await dateOf(source)]);
  }
  return { ...files, [DATES_FILE]: datesTable(dates) };
}

/** What follows the path of the source in the paths of its files: nothing for a source that is itself a file. */
async function suffixesOf({ repository, ref, remote, listed }: UpstreamSource): Promise<string[]> {
  if (!listed) {
    return [''];
  }
  const listing = JSON.parse(await get(`https://api.github.com/repos/${repository}/git/trees/${ref}?recursive=1`)) as { tree: { path: string }[] };
  return listing.tree.map(({ path }) => path)
    .filter(path => path.startsWith(`${remote}/`) && path.endsWith(listed))
    .map(path => path.slice(remote.length));
}

/** The day of the last commit that changed a source. */
async function dateOf({ repository, ref, remote }: UpstreamSource): Promise<string> {
  const [commit] = JSON.parse(await get(`https://api.github.com/repos/${repository}/commits?sha=${ref}&path=${remote}&per_page=1`)) as Commit[];
  return commit?.commit.committer.date.slice(0, 10) ?? '';
}

/** https://docs.github.com/en/rest/commits/commits */
interface Commit {
  readonly commit: { readonly committer: { readonly date: string } };
}

async function get(url: string): Promise<string> {
  const response = await fetch(encodeURI(url)).catch((error: Error) => {
    throw new Error(`${url}: must be within reach, got: ${error.message}`);
  });
  if (!response.ok) {
    throw new Error(`${url}: must answer with a file, got status ${response.status}`);
  }
  return response.text();
}
