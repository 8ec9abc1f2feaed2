import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { TextFile } from 'projen/lib/textfile';
import { exampleWidgets } from './dashboard-body';
import { dashboardPicture } from './dashboard-picture';

/** Draws the pictures of the documentation that show resources of the library. */
export class Pictures extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    new TextFile(project, 'docs/images/dashboard.svg', { lines: dashboardPicture(exampleWidgets()), marker: false });
  }
}
