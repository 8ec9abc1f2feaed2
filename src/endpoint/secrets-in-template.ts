import { CfnElement, CfnParameter } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { Finding } from '../checks/finding';
import { formFindings } from '../checks/plain-text';
import { literalsOf } from '../common/literals';
import { StageIndex } from '../common/stage-index';

/**
 * Finds secrets in what an endpoint adds to the template, wherever they come from: statements, the options of methods, escape hatches, and the
 * defaults of parameters. Construct IDs are in the template, too.
 */
export function templateFindings(endpoint: IConstruct): Finding[] {
  const defaults = secretDefaults(endpoint);
  return endpoint.node.findAll().flatMap(construct => {
    const path = construct.node.path;
    const ofPath = formFindings('id', construct.node.id);
    if (!CfnElement.isCfnElement(construct)) {
      return ofPath;
    }
    const used = defaults.filter(({ parameter }) => uses(construct, parameter)).map(({ finding }) => finding);
    return [...ofPath, ...formFindings(path, literalsOf(construct).join('\n')), ...used];
  });
}

/** A secret in the default of a parameter. It is reported if an element uses the parameter. */
interface SecretDefault {
  readonly parameter: CfnParameter;
  readonly finding: Finding;
}

function secretDefaults(endpoint: IConstruct): SecretDefault[] {
  return StageIndex.of(endpoint).parameters.flatMap(parameter =>
    formFindings(parameter.node.path, String(parameter.default)).map(finding => ({ parameter, finding })));
}

function uses(element: CfnElement, { logicalId }: CfnParameter): boolean {
  return JSON.stringify(element.stack.resolve(element._toCloudFormation())).includes(`{"Ref":"${element.stack.resolve(logicalId)}"}`);
}
