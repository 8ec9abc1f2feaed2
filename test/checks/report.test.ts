import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Annotations, App, Stack, Validations } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { reject, report } from '../../src/checks/report';

const ID = 'huggingface-sagemaker:idle-accelerators';
const REASON = 'the second GPU is for the next model';

/** From aws-cdk-lib 2.270.0 on, `Validations` acknowledges what `Annotations` adds: the floor of the peer range is below that. */
const VALIDATIONS_SILENCE = Number(jest.requireActual('aws-cdk-lib/package.json').version.split('.')[1]) >= 270;

type Acknowledge = (construct: IConstruct) => void;

let printed: string;

beforeEach(() => {
  printed = '';
  jest.spyOn(console, 'error').mockImplementation(text => void (printed += text));
});

/** What is reported for a construct with a warning: in the report that is written at synth, if the app has one, and by the CLI. */
function reported(context: Record<string, unknown>, acknowledge: Acknowledge = () => {}, when: 'before' | 'after' = 'after'): string[] {
  const app = new App({ context });
  const stack = new Stack(app, 'Stack');
  const construct = new Construct(stack, 'Construct');
  if (when === 'before') {
    acknowledge(stack); // aws-cdk-lib 2.263.0 does not remember it for the construct itself
  }
  report(construct, [{ id: ID, severity: 'warning', prop: 'instanceType', values: {}, message: 'one of 2 GPUs is idle' }]);
  if (when === 'after') {
    acknowledge(construct);
  }
  const assembly = app.synth();
  const file = join(assembly.directory, 'validation-report.json');
  const reports: any[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pluginReports : [];
  const rules = reports.flatMap(({ violations }) => violations.map(({ ruleName }: any) => ruleName));
  return [...rules, ...assembly.getStackByName('Stack').messages.map(({ entry }) => entry.data)];
}

/** The feature flag of apps of a recent `cdk init`. */
const WITH_REPORT = { '@aws-cdk/core:annotationsInValidationReport': true };

describe('a warning', () => {
  test('has the id of its check, and in a validation report a prefix before it', () => {
    expect(reported({})).toEqual([`one of 2 GPUs is idle [ack: ${ID}]`]);
    expect(reported(WITH_REPORT)).toEqual([`Annotation::${ID}`, `one of 2 GPUs is idle [ack: ${ID}]`]);
    expect(printed).toContain(`Acknowledge with 'Annotation::${ID}'`);
  });

  const ways: [string, Acknowledge][] = [
    ['Annotations', construct => Annotations.of(construct).acknowledgeWarning(ID, REASON)],
    ['Validations', construct => Validations.of(construct).acknowledge({ id: `Annotation::${ID}`, reason: REASON })],
  ];
  test.each(ways.slice(0, VALIDATIONS_SILENCE ? 2 : 1))('is acknowledged by %s, with and without a validation report', (_name, acknowledge) => {
    for (const context of [{}, WITH_REPORT]) {
      expect(reported(context, acknowledge, 'after')).toEqual([]);
      expect(reported(context, acknowledge, 'before')).toEqual([]);
    }
    expect(printed).toBe('');
  });
});

describe('an error', () => {
  const TOKEN = `hf_${'aB3'.repeat(11)}x`;
  const error = (id: string, message: string) => ({ id: `huggingface-sagemaker:${id}`, severity: 'error' as const, prop: 'a', values: {}, message });
  const warning = { ...error('c', 'no'), severity: 'warning' as const };
  const page = (id: string) => `https://cdk-huggingface-sagemaker.github.io/cdk-huggingface-sagemaker/checks/${id}`;

  function rejected(...findings: Parameters<typeof reject>[1]): Error {
    try {
      reject('Stack/Endpoint', findings);
    } catch (thrown) {
      return thrown as Error;
    }
    throw new Error('nothing is rejected');
  }

  test('has the path, and a page of the website', () => {
    expect(rejected(error('a-b', 'it fails'), warning).message).toBe(`Stack/Endpoint: it fails (${page('a-b')})`);
  });

  test('is in a list with all others', () => {
    expect(rejected(error('a', 'one'), warning, error('b', 'two')).message)
      .toBe(`Stack/Endpoint: 2 problems\n  - one (${page('a')})\n  - two (${page('b')})`);
  });

  test('does not repeat a secret, and keeps its message', () => {
    const thrown = rejected(error('a', `got ${TOKEN}`));
    thrown.message = `Resolution error: ${thrown.message}`;
    expect(thrown.message).toMatch(/^Stack\/Endpoint: got /);
    expect(thrown.message).not.toContain(TOKEN);
  });

  test('is thrown before a warning is added', () => {
    const construct = new Construct(new Stack(), 'Construct');
    expect(() => report(construct, [warning, error('a', 'one')])).toThrow('Default/Construct: one');
    expect(construct.node.metadata).toEqual([]);
    reject('Stack', [warning]);
  });
});
