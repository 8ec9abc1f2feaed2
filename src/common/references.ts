import {
  CfnResource, DefaultTokenResolver, IFragmentConcatenator, Intrinsic, IPostProcessor, IResolvable, IResolveContext, Reference, Token, Tokenization,
} from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';

/** What a value references. */
export interface References {
  /** The targets of its references. The target of a pseudo parameter is the stack. */
  readonly constructs: ReadonlySet<IConstruct>;

  /** The logical IDs in intrinsic functions that are written as objects, for example with an escape hatch. */
  readonly logicalIds: ReadonlySet<string>;

  /** Whether it has an unresolved token whose value can still change. */
  readonly isLazy: boolean;
}

/** Finds what a value of a construct references. */
export function referencesIn(scope: IConstruct, value: unknown): References {
  const resolver = new Collector();
  const logicalIds = new Set<string>();
  try {
    collectLogicalIds(resolve(scope, value, resolver), logicalIds);
  } catch {
    // aws-cdk-lib resolves the value again later, and reports the error
  }
  return { constructs: resolver.constructs, logicalIds, isLazy: resolver.isLazy };
}

/** Whether a value is final and references no resource of the app: it consists of literals, parameters and pseudo parameters. */
export function isClosed(scope: IConstruct, value: unknown): boolean {
  if (isLiteral(value)) {
    return true;
  }
  const { constructs, logicalIds, isLazy } = referencesIn(scope, value);
  return !isLazy && logicalIds.size === 0 && ![...constructs].some(construct => CfnResource.isCfnResource(construct));
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Tokenization.isResolvable(value)
    ? Object.values(value).every(isLiteral) : !Token.isUnresolved(value);
}

/** The constructs that a value references, and its literal strings. Strings with several parts are left out. */
export function namedBy(scope: IConstruct, value: unknown): readonly (IConstruct | string)[] {
  const named = [resolve(scope, value, new Collector())].flat(3) as unknown[];
  return named.flatMap<IConstruct | string>(each => typeof each === 'string' ? [each] : targets.get(Object(each)) ?? []);
}

/** The targets of the references that placeholders replace. */
const targets = new WeakMap<object, IConstruct>();

function resolve(scope: IConstruct, value: unknown, resolver: Collector): unknown {
  return Tokenization.resolve(value, { scope, resolver, preparing: true });
}

/** Joins strings as CloudFormation does, so that the references in them remain visible. */
const JOIN: IFragmentConcatenator = { join: (left, right) => ({ 'Fn::Join': ['', [left, right]] }) };

/** Resolves tokens, and collects references instead of resolving them. */
class Collector extends DefaultTokenResolver {
  public readonly constructs = new Set<IConstruct>();
  public isLazy = false;

  constructor() {
    super(JOIN);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      this.constructs.add(token.target);
      // every property accepts this
      const placeholder = { Ref: 'AWS::NoValue' };
      targets.set(placeholder, token.target);
      return placeholder;
    }
    this.isLazy ||= !(token instanceof Intrinsic);
    return super.resolveToken(token, context, postProcessor);
  }
}

/** Collects the logical IDs in the intrinsic functions of a resolved value. */
function collectLogicalIds(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    idsOf(key, child).filter(id => !id.startsWith('AWS::')).forEach(id => found.add(id));
    collectLogicalIds(child, found);
  }
}

function idsOf(key: string, value: unknown): string[] {
  const [first] = [value].flat() as unknown[];
  switch (key) {
    case 'Ref': case 'DependsOn': return [value].flat().filter((id): id is string => typeof id === 'string');
    case 'Fn::GetAtt': return typeof first === 'string' ? [first.split('.')[0]] : [];
    case 'Fn::Sub': return typeof first === 'string' ? [...first.matchAll(/\$\{([^!.}]+)/g)].map(([, id]) => id) : [];
    default: return [];
  }
}
