/** What the code for a machine contains. */
export interface Deployment {
  readonly modelId: string;
  readonly instance: string;
  readonly server: 'vllm' | 'sglang';

  /** The options of the server, by their names in TypeScript. */
  readonly options: Readonly<Record<string, number | string>>;
}

export const LANGUAGES = { typescript: 'TypeScript', python: 'Python', java: 'Java', go: 'Go' } as const;

export type Language = keyof typeof LANGUAGES;

/** The code for a machine in each language. Names follow the rules of jsii. */
export const SNIPPETS: Readonly<Record<Language, (deployment: Deployment) => string>> = {
  typescript: ({ modelId, instance, server, options }) => [
    "new HuggingFaceSageMakerEndpoint(this, 'Llm', {",
    `  modelId: '${modelId}',`,
    `  instanceType: SageMakerInstanceType.${constant(instance)},`,
    ...whenAny(options, [
      `  server: ModelServer.${server}({`,
      ...entries(options).map(([name, value]) => `    ${name}: ${typeof value === 'string' ? `'${value}'` : value},`),
      '  }),',
    ]),
    '});',
  ].join('\n'),
  python: ({ modelId, instance, server, options }) => [
    'HuggingFaceSageMakerEndpoint(',
    '    self,',
    '    "Llm",',
    `    model_id="${modelId}",`,
    `    instance_type=SageMakerInstanceType.${splitDigits(constant(instance))},`,
    ...whenAny(options, [
      `    server=ModelServer.${server}(`,
      ...entries(options).map(([name, value]) => `        ${snake(name)}=${JSON.stringify(value)},`),
      '    ),',
    ]),
    ')',
  ].join('\n'),
  java: ({ modelId, instance, server, options }) => [
    'HuggingFaceSageMakerEndpoint.Builder.create(this, "Llm")',
    `        .modelId("${modelId}")`,
    `        .instanceType(SageMakerInstanceType.${splitDigits(constant(instance))})`,
    ...whenAny(options, [
      `        .server(ModelServer.${server}(${OPTIONS[server]}.builder()`,
      ...entries(options).map(([name, value]) => `                .${name}(${JSON.stringify(value)})`),
      '                .build()))',
    ]),
    '        .build();',
  ].join('\n'),
  go: ({ modelId, instance, server, options }) => [
    'hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Llm"), &hf.HuggingFaceSageMakerEndpointProps{',
    `\tModelId:      jsii.String("${modelId}"),`,
    `\tInstanceType: hf.SageMakerInstanceType_${constant(instance)}(),`,
    ...whenAny(options, [
      `\tServer: hf.ModelServer_${capital(server)}(&hf.${OPTIONS[server]}{`,
      ...entries(options).map(([name, value]) =>
        `\t\t${capital(name)}: ${typeof value === 'string' ? `jsii.String(${JSON.stringify(value)})` : `jsii.Number(${value})`},`),
      '\t}),',
    ]),
    '})',
  ].join('\n'),
};

const OPTIONS = { vllm: 'VllmOptions', sglang: 'SglangOptions' } as const;

const entries = (options: Deployment['options']) => Object.entries(options);
const whenAny = (options: Deployment['options'], lines: readonly string[]) => Object.keys(options).length > 0 ? lines : [];
const capital = (name: string) => name[0].toUpperCase() + name.slice(1);
const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** `ml.g6e.2xlarge` -> `ML_G6E_2XLARGE`. */
const constant = (instance: string) => instance.toUpperCase().replace(/[.-]/g, '_');

/** A digit ends a word in Python and Java: `ML_G6E_2XLARGE` -> `ML_G6_E_2_XLARGE`. */
const splitDigits = (name: string) => name.replace(/(\d)([A-Z])/g, '$1_$2');
