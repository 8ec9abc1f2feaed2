import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { catalogueData } from './catalogue/data';
import { supportedRegions } from './catalogue/supported-regions';
import { updateEffects } from './update-effects';

/** Writes the tables of the documentation that say what the data says, between their markers. */
export class DocumentationTables extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
  }

  public postSynthesize(): void {
    this.write('README.md', 'supported-regions', supportedRegions(catalogueData()));
    this.write('docs/updating.md', 'update-effects', updateEffects());
  }

  private write(file: string, name: string, lines: string[]): void {
    const path = join(this.project.outdir, file);
    const [begin, end] = [`<!-- BEGIN ${name} -->`, `<!-- END ${name} -->`];
    const before = readFileSync(path, 'utf8');
    const [start, stop] = [before.indexOf(begin), before.indexOf(end)];
    if (start < 0 || stop < start) {
      throw new Error(`${file}: must have the markers ${begin} and ${end}`);
    }
    const after = [before.slice(0, start) + begin, '', ...lines, '', before.slice(stop)].join('\n');
    if (after !== before) {
      writeFileSync(path, after);
    }
  }
}
