import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { TextFile } from 'projen/lib/textfile';
import { exampleWidgets } from './dashboard-body';
import { dashboardPicture } from './dashboard-picture';
import { memoryPicture } from './memory-picture';

/** Draws the pictures of the documentation that show what the library creates and calculates. */
export class Pictures extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    new TextFile(project, 'docs/images/dashboard.svg', { lines: dashboardPicture(exampleWidgets()), marker: false });
    new TextFile(project, 'docs/images/memory.svg', { lines: memoryPicture(), marker: false });
  }
}
