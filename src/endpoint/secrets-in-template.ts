import { CfnElement, CfnParameter } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { Finding } from '../checks/finding';
import { formFindings } from '../checks/plain-text';
import { literalsOf } from '../common/literals';
import { secretIn } from '../common/secrets';
import { StageIndex } from '../common/stage-index';

/**
 * Finds secrets in what an endpoint adds to the template, wherever they come from: statements, the options of methods, escape hatches, and the
 * defaults of parameters. Construct IDs are in the template, too.
 */
export function templateFindings(endpoint: IConstruct): Finding[] {
  const parameters = parametersWithSecrets(endpoint);
  return endpoint.node.findAll().flatMap(construct => {
    const path = construct.node.path;
    const ofPath = secretIn(construct.node.id) ? formFindings('id', construct.node.id) : [];
    if (!CfnElement.isCfnElement(construct)) {
      return ofPath;
    }
    return [...ofPath, ...formFindings(path, literalsOf(construct).join('\n')), ...parameterFindings(construct, parameters)];
  });
}

/** A secret in the default of a parameter is reported if the element uses the parameter. */
function parameterFindings(element: CfnElement, parameters: readonly CfnParameter[]): Finding[] {
  const isUsed = ({ logicalId }: CfnParameter) =>
    JSON.stringify(element.stack.resolve(element._toCloudFormation())).includes(`{"Ref":"${element.stack.resolve(logicalId)}"}`);
  return parameters.filter(isUsed).flatMap(parameter => formFindings(parameter.node.path, String(parameter.default)));
}

function parametersWithSecrets(endpoint: IConstruct): CfnParameter[] {
  return StageIndex.of(endpoint).parameters.filter(({ default: value }) => typeof value === 'string' && secretIn(value) !== undefined);
}
