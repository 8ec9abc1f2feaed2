import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ArchitectureRow, ArchitecturesData } from './catalog-types';
import { compareNaturally } from './natural-order';

/** Where vLLM's source says which architectures it supports, and which models are examples of them. */
const REGISTRY = 'vllm/model_executor/models/registry.py';
const EXAMPLES = 'tests/models/registry.py';
const SOURCE = `https://github.com/vllm-project/vllm/blob/main/${REGISTRY}`;

/** A dictionary at the top level of a Python module, and the keys in it: one for each line. */
const DICTIONARY = /^(_[A-Z_]+_MODELS)(?:: [^=]+)? = \{\n(.*?)^\}/gms;
const KEY = /^ {4}"([\w.-]+)":/gm;

/** Dictionaries of models that generate. vLLM converts others, such as embedding models, from architectures that it does not list. */
const GENERATING = ['_TEXT_GENERATION_MODELS', '_MULTIMODAL_MODELS'];

/** Dictionaries of what vLLM rejects by name. */
const REJECTED = ['_PREVIOUSLY_SUPPORTED_MODELS', '_OOT_SUPPORTED_MODELS'];

/** What the source of one version says. */
interface VersionRegistry {
  readonly version: string;
  readonly generating: ReadonlySet<string>;
  readonly supported: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

/**
 * Reads which architectures the versions of vLLM support, from a folder with the unpacked source distributions (`vllm-0.29.0/…`).
 *
 * Only architectures that not every version supports are of interest. An example is known to have a recent architecture, because it is newer than
 * the versions without it. The configuration of an old model may have been changed since, so its id says nothing.
 */
export function architecturesOf(folder: string): ArchitecturesData {
  const versions = readdirSync(folder).map(name => /^vllm-([\d.]+)$/.exec(name)?.[1]).filter(version => version !== undefined).sort(compareNaturally);
  if (versions.length < 2) {
    throw new Error(`${folder}: must have the source of several versions, such as vllm-0.29.0, got ${versions.length}`);
  }
  const registries = versions.map(version => registryOf(version, textOf(folder, version, REGISTRY)!));
  const generating = [...new Set(registries.flatMap(registry => [...registry.generating]))];
  const names = generating.filter(name => /^\w+For(CausalLM|ConditionalGeneration)$/.test(name)).sort();
  const rows = names.map((name): [string, ArchitectureRow] => [name, rowOf(name, registries)]).filter(([, row]) => row.since ?? row.before);
  const architectures = Object.fromEntries(rows);
  const models: Record<string, string[]> = {};
  for (const version of versions) {
    for (const [architecture, ids] of examplesIn(textOf(folder, version, EXAMPLES) ?? '')) {
      ids.forEach(id => { models[id] = [...new Set([...models[id] ?? [], architecture])].sort(); });
    }
  }
  const recent = Object.entries(models).filter(([, all]) => all.every(name => architectures[name]?.since !== undefined));
  recent.sort(([left], [right]) => compareNaturally(left, right));
  return { source: SOURCE, versions, architectures, models: Object.fromEntries(recent) };
}

function registryOf(version: string, text: string): VersionRegistry {
  const keys = [...text.matchAll(DICTIONARY)].map(([, name, body]): [string, string[]] => [name, [...body.matchAll(KEY)].map(([, key]) => key)]);
  if (!keys.some(([name]) => name === '_TEXT_GENERATION_MODELS')) {
    throw new Error(`vllm-${version}/${REGISTRY}: must have a dictionary _TEXT_GENERATION_MODELS, got ${keys.map(([name]) => name).join(', ')}`);
  }
  const of = (wanted: (name: string) => boolean) => new Set(keys.filter(([name]) => wanted(name)).flatMap(([, all]) => all));
  return {
    version,
    generating: of(name => GENERATING.includes(name)),
    supported: of(name => !REJECTED.includes(name)),
    rejected: of(name => REJECTED.includes(name)),
  };
}

/** The first version that supports an architecture, if an older one does not; and the first one that rejects it again. */
function rowOf(name: string, registries: readonly VersionRegistry[]): ArchitectureRow {
  const first = registries.findIndex(({ supported }) => supported.has(name));
  const gone = registries.findIndex(({ supported, rejected }, index) => index > first && !supported.has(name) && rejected.has(name));
  return {
    ...first > 0 && { after: registries[first - 1].version, since: registries[first].version },
    ...gone > 0 && { until: registries[gone - 1].version, before: registries[gone].version },
  };
}

/** The ids of models on the Hub by architecture: `"Name": _HfExamplesInfo("org/model", extras={"x": "org/other"})`. */
function examplesIn(text: string): Array<[string, string[]]> {
  return text.split(/^ {4}(?=")/m).flatMap((block): Array<[string, string[]]> => {
    const [, architecture, call] = /^"(\w+)": _HfExamplesInfo\((.*)/s.exec(block) ?? [];
    if (architecture === undefined || /speculative_model|\bhf_overrides\b/.test(call)) {
      return [];
    }
    const first = /^\s*"([\w.-]+\/[\w.-]+)"/.exec(call)?.[1];
    const extras = /(?:extras=)?\{([^}]*)\}/.exec(call)?.[1] ?? '';
    return [[architecture, [...first ? [first] : [], ...[...extras.matchAll(/: "([\w.-]+\/[\w.-]+)"/g)].map(([, id]) => id)]]];
  });
}

function textOf(folder: string, version: string, path: string): string | undefined {
  const file = join(folder, `vllm-${version}`, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
