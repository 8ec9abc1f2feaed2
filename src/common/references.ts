import {
  CfnResource, DefaultTokenResolver, IFragmentConcatenator, Intrinsic, IPostProcessor, IResolvable, IResolveContext, Reference, Tokenization,
} from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';

/** What a value refers to. */
export interface References {
  /** The constructs behind its references; the stack behind those to pseudo parameters. */
  readonly constructs: ReadonlySet<IConstruct>;

  /** Logical IDs that the value has as strings, as escape hatches write them. */
  readonly logicalIds: ReadonlySet<string>;

  /** Whether it has a token whose value may change until it is resolved. */
  readonly isLazy: boolean;
}

/** Finds what a value of a construct refers to. */
export function referencesIn(scope: IConstruct, value: unknown): References {
  const resolver = new Collector();
  const logicalIds = new Set<string>();
  try {
    collectLogicalIds(resolve(scope, value, resolver), logicalIds);
  } catch {
    // aws-cdk-lib resolves everything after this, and reports what it cannot resolve
  }
  return { constructs: resolver.constructs, logicalIds, isLazy: resolver.isLazy };
}

/** Whether a value is known now, or refers to nothing that the app creates: it consists of literals, parameters and pseudo parameters. */
export function isClosed(scope: IConstruct, value: unknown): boolean {
  const { constructs, logicalIds, isLazy } = referencesIn(scope, value);
  return !isLazy && logicalIds.size === 0 && ![...constructs].some(construct => CfnResource.isCfnResource(construct));
}

/** What a value names: the construct behind each reference, and each string that is known. What is made of several parts names nothing. */
export function namedBy(scope: IConstruct, value: unknown): readonly (IConstruct | string)[] {
  const named = [resolve(scope, value, new Collector())].flat(3) as unknown[];
  return named.flatMap<IConstruct | string>(each => typeof each === 'string' ? [each] : targets.get(Object(each)) ?? []);
}

/** The constructs behind what stands for references. */
const targets = new WeakMap<object, IConstruct>();

function resolve(scope: IConstruct, value: unknown, resolver: Collector): unknown {
  return Tokenization.resolve(value, { scope, resolver, preparing: true });
}

/** Joins parts as CloudFormation does, so that what refers to something remains visible. */
const JOIN: IFragmentConcatenator = { join: (left, right) => ({ 'Fn::Join': ['', [left, right]] }) };

/** Resolves tokens, and collects references in place of their values: the target of a reference has no value before the deployment. */
class Collector extends DefaultTokenResolver {
  public readonly constructs = new Set<IConstruct>();
  public isLazy = false;

  constructor() {
    super(JOIN);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      this.constructs.add(token.target);
      // what every property of CloudFormation accepts
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
