import { checkTables } from './check-tables';
import { catalogData, inferenceAmis, recommendedImages } from './data';
import { endpointMetricsTable } from './endpoint-metrics';
import { freshnessTables } from './freshness';
import { inferenceAmiEvidence } from './inference-amis';
import { accuracyTable, reserveTable } from './memory-tables';
import { inferenceAmiTables, recommendedImagesTables } from './pick-tables';
import { reservedVariables, serverTables } from './server-tables';
import { methodStructTable, propTypeTable } from './struct-tables';
import { supportedRegions } from './supported-regions';
import { updateEffects } from './update-effects';
import { roomsDrawing, roomsTable } from '../rooms';

/** A table in the documentation that is generated from data or code. */
export interface DocumentationTable {
  readonly file: string;

  /** The table is between `<!-- BEGIN name -->` and `<!-- END name -->`. */
  readonly name: string;
  readonly lines: string[];
}

/** All generated tables. */
export function documentationTables(): DocumentationTable[] {
  return [
    { file: 'README.md', name: 'supported-regions', lines: supportedRegions(catalogData()) },
    { file: 'docs/checks.md', name: 'checks', lines: checkTables() },
    { file: 'docs/servers.md', name: 'servers', lines: serverTables() },
    { file: 'docs/servers.md', name: 'reserved-variables', lines: reservedVariables() },
    { file: 'docs/images.md', name: 'recommended-images', lines: recommendedImagesTables(recommendedImages()) },
    { file: 'docs/images.md', name: 'inference-ami', lines: inferenceAmiTables() },
    { file: 'docs/images.md', name: 'inference-ami-evidence', lines: inferenceAmiEvidence(inferenceAmis()) },
    { file: 'docs/images.md', name: 'freshness', lines: freshnessTables(catalogData()) },
    { file: 'docs/memory.md', name: 'reserve', lines: reserveTable() },
    { file: 'docs/memory.md', name: 'accuracy', lines: accuracyTable() },
    { file: 'docs/monitoring.md', name: 'metrics', lines: endpointMetricsTable() },
    { file: 'docs/packages.md', name: 'method-structs', lines: methodStructTable() },
    { file: 'docs/packages.md', name: 'prop-types', lines: propTypeTable() },
    { file: 'docs/updating.md', name: 'update-effects', lines: updateEffects() },
    { file: 'CONTRIBUTING.md', name: 'tiers', lines: roomsDrawing() },
    { file: 'CONTRIBUTING.md', name: 'rooms', lines: roomsTable() },
  ];
}

/** The content of a file with a table inserted between its markers. */
export function withTable(text: string, { file, name, lines }: DocumentationTable): string {
  const [begin, end] = [`<!-- BEGIN ${name} -->`, `<!-- END ${name} -->`];
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  if (start < 0 || stop < start) {
    throw new Error(`${file}: must have the markers ${begin} and ${end}`);
  }
  return [text.slice(0, start) + begin, '', ...lines, '', text.slice(stop)].join('\n');
}
