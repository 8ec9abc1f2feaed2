import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Annotations, App, Stack, Validations } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { report } from '../../src/checks/report';

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

/** What is told of a construct with a warning: by the report that is written at synth, where the app has one, and by the CLI. */
function told(context: Record<string, unknown>, acknowledge: Acknowledge = () => {}, when: 'before' | 'after' = 'after'): string[] {
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
    expect(told({})).toEqual([`one of 2 GPUs is idle [ack: ${ID}]`]);
    expect(told(WITH_REPORT)).toEqual([`Annotation::${ID}`, `one of 2 GPUs is idle [ack: ${ID}]`]);
    expect(printed).toContain(`Acknowledge with 'Annotation::${ID}'`);
  });

  const ways: [string, Acknowledge][] = [
    ['Annotations', construct => Annotations.of(construct).acknowledgeWarning(ID, REASON)],
    ['Validations', construct => Validations.of(construct).acknowledge({ id: `Annotation::${ID}`, reason: REASON })],
  ];
  test.each(ways.slice(0, VALIDATIONS_SILENCE ? 2 : 1))('is acknowledged by %s, with and without a validation report', (_name, acknowledge) => {
    for (const context of [{}, WITH_REPORT]) {
      expect(told(context, acknowledge, 'after')).toEqual([]);
      expect(told(context, acknowledge, 'before')).toEqual([]);
    }
    expect(printed).toBe('');
  });
});
