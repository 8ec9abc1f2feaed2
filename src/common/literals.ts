import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { CfnElement, CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib/core';

/**
 * The strings that an element adds to the template: values, and the keys of its objects.
 *
 * Resolving a whole resource takes longer than all checks of an endpoint, so only the tokens in it are resolved. References are left out: they only
 * contain logical IDs and names of attributes.
 */
export function literalsOf(element: CfnElement): string[] {
  const found: string[] = [];

  const collect = (value: unknown): void => {
    if (typeof value === 'string') {
      collectString(value);
    } else if (Token.isUnresolved(value)) {
      collectToken(value);
    } else if (typeof value === 'object' && value !== null) {
      Object.keys(value).forEach(collectString);
      Object.values(value).forEach(collect);
    }
  };

  const collectString = (value: string): void => {
    if (!Token.isUnresolved(value) || Tokenization.reverseString(value).tokens.every(Reference.isReference)) {
      found.push(value);
    } else {
      collect(element.stack.resolve(value));
    }
  };

  const collectToken = (value: unknown): void => {
    if (!Reference.isReference(value)) {
      collect(value instanceof PolicyDocument ? value.toJSON() : element.stack.resolve(value));
    }
  };

  if (CfnResource.isCfnResource(element)) {
    // what `_toCloudFormation` renders; these members are not public
    const { _logicalIdOverride, cfnProperties, rawOverrides } = element as any;
    const { creationPolicy, updatePolicy, metadata, description, version } = element.cfnOptions;
    collect([_logicalIdOverride, cfnProperties, rawOverrides, creationPolicy, updatePolicy, metadata, description, version]);
  } else {
    collect(element.stack.resolve(element._toCloudFormation()));
  }
  return found;
}
