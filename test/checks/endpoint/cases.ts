import { Check, Finding } from '../../../src/checks/finding';

/** Mistakes, with the prop and the values that are found, and the nearest configurations without a mistake, by their names. */
export interface Cases {
  readonly mistakes: readonly (readonly [prop: string, values: object, findings: readonly Finding[]])[];
  readonly neighbors: Readonly<Record<string, readonly Finding[]>>;
}

/** Tests the cases of each check. */
export function testCases(checks: readonly Check[], cases: Readonly<Record<string, Cases>>): void {
  test('every check has its cases here', () => {
    expect(Object.keys(cases)).toEqual(checks.map(({ id }) => id));
  });

  describe.each(Object.entries(cases))('%s', (name, { mistakes, neighbors }) => {
    const id = `huggingface-sagemaker:${name}`;

    test.each(mistakes)('is found in %s %j', (prop, values, findings) => {
      const { severity } = checks.find(check => check.id === name)!;
      expect(findings).toContainEqual({ id, severity, prop, values, message: expect.stringContaining(`'${prop}'`) });
    });

    for (const [neighbor, findings] of Object.entries(neighbors)) {
      test(`is not found in ${neighbor}`, () => {
        const ids = findings.map(found => found.id);
        expect(ids).not.toContain(id);
        expect(ids).not.toContain(undefined); // other findings are findings, too
      });
    }
  });
}
