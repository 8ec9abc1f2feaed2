import { readFileSync } from 'fs';
import { join } from 'path';
import { App, InjectionContext, IPropertyInjector, Stack } from 'aws-cdk-lib';
import { ExecutionPermissions, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps } from '../../src';
import { IRELAND, newEndpoint, onlyResource, template } from '../util';

/** Sets what a company wants of its endpoints, where they do not say otherwise. */
class Defaults implements IPropertyInjector {
  public readonly constructUniqueId = HuggingFaceSageMakerEndpoint.PROPERTY_INJECTION_ID;
  public readonly contexts: InjectionContext[] = [];

  constructor(private readonly defaults: Partial<HuggingFaceSageMakerEndpointProps>) {}

  public inject(props: HuggingFaceSageMakerEndpointProps, context: InjectionContext): HuggingFaceSageMakerEndpointProps {
    this.contexts.push(context);
    return { ...this.defaults, ...props };
  }
}

const managedPolicies = (stack: Stack) => onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties.ManagedPolicyArns;
const instances = (stack: Stack) => onlyResource(template(stack), 'AWS::SageMaker::EndpointConfig').resource.Properties.ProductionVariants[0].InitialInstanceCount;

test('an app sets defaults for all its endpoints, and an endpoint may override them', () => {
  const defaults = new Defaults({ executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE, instanceCount: 2 });
  const app = new App({ propertyInjectors: [defaults] });
  const [one, other] = ['One', 'Other'].map(id => new Stack(app, id, { env: IRELAND }));
  newEndpoint(one);
  newEndpoint(other, { executionPermissions: ExecutionPermissions.FULL_ACCESS });
  expect([managedPolicies(one), managedPolicies(other)]).toEqual([undefined, [expect.anything()]]);
  expect([instances(one), instances(other)]).toEqual([2, 2]);
  expect(defaults.contexts).toEqual([{ scope: one, id: 'Endpoint' }, { scope: other, id: 'Endpoint' }]);
});

test('an injector names the construct by its ID', () => {
  expect(HuggingFaceSageMakerEndpoint.PROPERTY_INJECTION_ID).toBe('cdk-huggingface-sagemaker.HuggingFaceSageMakerEndpoint');
});

test('a stack sets other defaults than its app', () => {
  const app = new App({ propertyInjectors: [new Defaults({ instanceCount: 2 })] });
  const stack = new Stack(app, 'Stack', { env: IRELAND, propertyInjectors: [new Defaults({ instanceCount: 3 })] });
  newEndpoint(stack);
  expect(instances(stack)).toBe(3);
});

test('what is injected is checked', () => {
  const stack = new Stack(new App({ propertyInjectors: [new Defaults({ instanceCount: -1 })] }), 'Stack', { env: IRELAND });
  expect(() => newEndpoint(stack)).toThrow("'instanceCount'");
});

test('the example of the documentation gives the least privilege to all endpoints', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8');
  const [, code] = /```js\n(class CompanyDefaults[^]*?)```/.exec(page)!;
  const library = { App, ExecutionPermissions, HuggingFaceSageMakerEndpoint };
  const app: App = new Function(...Object.keys(library), `${code}return app;`)(...Object.values(library));
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  newEndpoint(stack);
  expect(managedPolicies(stack)).toBeUndefined();
});

test('the documented injector of Python is the one that npm run test:languages runs', () => {
  const repository = join(__dirname, '..', '..');
  const [, documented] = /```python\n(@jsii\.implements[^]*?)```/.exec(readFileSync(join(repository, 'docs', 'security.md'), 'utf8'))!;
  expect(readFileSync(join(repository, 'test', 'languages', 'programs', 'property_injection.py'), 'utf8')).toContain(documented);
});
