import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { SourceCode } from 'projen/lib/source-code';
import { catalogData, inferenceAmis, modelStructures, recommendedImages, vllmArchitectures } from './data';
import { generatedFiles } from './generated-files';

/** Generates the constants and tables of images, registries and instance types from the reviewed data in data/. */
export class Catalog extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const files = generatedFiles(catalogData(), recommendedImages(), vllmArchitectures(), inferenceAmis(), modelStructures());
    for (const [path, lines] of Object.entries(files)) {
      const file = new SourceCode(project, path, { readonly: true });
      lines.forEach(line => file.line(line));
    }
  }
}
