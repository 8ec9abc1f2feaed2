import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { documentationTables, withTable } from './catalog/documentation-tables';

/** Writes the tables of the documentation that say what data and code say, between their markers. */
export class DocumentationTables extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
  }

  public postSynthesize(): void {
    for (const table of documentationTables()) {
      const path = join(this.project.outdir, table.file);
      const before = readFileSync(path, 'utf8');
      const after = withTable(before, table);
      if (after !== before) {
        writeFileSync(path, after);
      }
    }
  }
}
