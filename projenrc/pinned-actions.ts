import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/**
 * The commit of each action, whose tags can move, and the version that it is.
 * Dependabot reports new versions in .github/workflows: change them here, after a look at what `git ls-remote --tags` of the action lists.
 * @see https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
 */
const ACTIONS: Readonly<Record<string, { readonly version: string; readonly commit: string }>> = {
  'actions/checkout': { version: '7.0.1', commit: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/deploy-pages': { version: '5.0.0', commit: 'cd2ce8fcbc39b97be8ca5fce6e763baed58fa128' },
  'actions/download-artifact': { version: '8.0.1', commit: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c' },
  'actions/setup-dotnet': { version: '6.0.0', commit: 'a98b56852c35b8e3190ac28c8c2271da59106c68' },
  'actions/setup-go': { version: '7.0.0', commit: 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e' },
  'actions/setup-java': { version: '6.0.0', commit: 'dd06d9cba3e5552c54d9f8ea23572deb30010f7c' },
  'actions/setup-node': { version: '7.0.0', commit: '820762786026740c76f36085b0efc47a31fe5020' },
  'actions/setup-python': { version: '7.0.0', commit: '5fda3b95a4ea91299a34e894583c3862153e4b97' },
  'actions/upload-artifact': { version: '7.0.1', commit: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a' },
  'actions/upload-pages-artifact': { version: '5.0.0', commit: 'fc324d3547104276b827a68afc52ff2a11cc49c9' },
  'peter-evans/create-pull-request': { version: '8.1.1', commit: '5f6978faf089d4d20b00c7766989d076bb2fc7f1' },
};

/** Makes each workflow use an action by its commit, and lets its jobs only read unless a job needs more. */
export class PinnedActions extends Component {
  constructor(private readonly construct: AwsCdkConstructLibrary) {
    super(construct);
    Object.entries(ACTIONS).forEach(([action, { commit }]) => construct.github!.actions.set(action, `${action}@${commit}`));
  }

  public preSynthesize(): void {
    this.construct.github!.workflows.forEach(({ file }) => file!.addOverride('permissions', { contents: 'read' }));
  }
}
