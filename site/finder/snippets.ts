/** What the code for a machine contains. */
export interface Deployment {
  readonly modelId: string;
  readonly instance: string;
  readonly server: Server;

  /** The context length of the calculation. Without it, servers reserve memory for the longest context of the model. */
  readonly context: number;

  /** The quantization when the model is loaded; empty for none. */
  readonly quantization: string;

  /** Whether the values of the key-value cache have 8 bits. */
  readonly hasSmallCache: boolean;

  /** The constant of the image in each language, if the library does not choose one for the server. */
  readonly image?: Readonly<Record<Language, string>>;
}

export const LANGUAGES = { typescript: 'TypeScript', python: 'Python', java: 'Java', go: 'Go' } as const;

export type Language = keyof typeof LANGUAGES;

export const SERVERS = { vllm: 'vLLM', sglang: 'SGLang', tgi: 'TGI', lmi: 'LMI' } as const;

export type Server = keyof typeof SERVERS;

/** The quantizations with which the image that the code uses loads a model: vLLM 0.29.0 has no bitsandbytes. */
export const QUANTIZATIONS: Readonly<Record<Server, readonly string[]>> = {
  vllm: ['fp8'],
  sglang: ['fp8', 'bitsandbytes'],
  tgi: ['fp8', 'bitsandbytes'],
  lmi: ['fp8', 'bitsandbytes'],
};

/** The struct of a server, and its options by their names in TypeScript. */
interface ServerCode {
  readonly struct: string;
  readonly context: string;

  /** What the server calls 8 bits; undefined if it has no option for this. */
  readonly smallCache?: string;
}

const SERVER_CODE: Readonly<Record<Server, ServerCode>> = {
  vllm: { struct: 'VllmOptions', context: 'maxModelLength', smallCache: 'fp8' },
  sglang: { struct: 'SglangOptions', context: 'contextLength', smallCache: 'fp8_e5m2' },
  tgi: { struct: 'TgiOptions', context: 'maxTotalTokens', smallCache: 'fp8_e5m2' },
  lmi: { struct: 'LmiOptions', context: 'maxModelLength' },
};

/** The code for a machine in each language. Names follow the rules of jsii. */
export const SNIPPETS: Readonly<Record<Language, (deployment: Deployment) => string>> = {
  typescript: deployment => [
    "new HuggingFaceSageMakerEndpoint(this, 'Llm', {",
    `  modelId: ${single(deployment.modelId)},`,
    `  instanceType: SageMakerInstanceType.${constant(deployment.instance)},`,
    ...imageLine(deployment, 'typescript', image => `  container: ${image},`),
    ...variable(deployment, (name, value) => `  environment: { ${name}: ${single(value)} },`),
    `  server: ModelServer.${deployment.server}({`,
    ...options(deployment, (name, value) => `    ${name}: ${typeof value === 'string' ? single(value) : value},`),
    '  }),',
    '});',
  ].join('\n'),
  python: deployment => [
    'HuggingFaceSageMakerEndpoint(',
    '    self,',
    '    "Llm",',
    `    model_id=${double(deployment.modelId)},`,
    `    instance_type=SageMakerInstanceType.${splitDigits(constant(deployment.instance))},`,
    ...imageLine(deployment, 'python', image => `    container=${image},`),
    ...variable(deployment, (name, value) => `    environment={${double(name)}: ${double(value)}},`),
    `    server=ModelServer.${deployment.server}(`,
    ...options(deployment, (name, value) => `        ${snake(name)}=${JSON.stringify(value)},`),
    '    ),',
    ')',
  ].join('\n'),
  java: deployment => [
    'HuggingFaceSageMakerEndpoint.Builder.create(this, "Llm")',
    `        .modelId(${double(deployment.modelId)})`,
    `        .instanceType(SageMakerInstanceType.${splitDigits(constant(deployment.instance))})`,
    ...imageLine(deployment, 'java', image => `        .container(${image})`),
    ...variable(deployment, (name, value) => `        .environment(Map.of(${double(name)}, ${double(value)}))`),
    `        .server(ModelServer.${deployment.server}(${SERVER_CODE[deployment.server].struct}.builder()`,
    ...options(deployment, (name, value) => `                .${name}(${JSON.stringify(value)})`),
    '                .build()))',
    '        .build();',
  ].join('\n'),
  go: deployment => [
    'hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Llm"), &hf.HuggingFaceSageMakerEndpointProps{',
    `\tModelId:      jsii.String(${double(deployment.modelId)}),`,
    `\tInstanceType: hf.SageMakerInstanceType_${constant(deployment.instance)}(),`,
    ...imageLine(deployment, 'go', image => `\tContainer:    hf.${image},`),
    ...variable(deployment, (name, value) => `\tEnvironment:  &map[string]*string{${double(name)}: jsii.String(${double(value)})},`),
    `\tServer: hf.ModelServer_${capital(deployment.server)}(&hf.${SERVER_CODE[deployment.server].struct}{`,
    ...options(deployment, (name, value) => `\t\t${capital(name)}: ${typeof value === 'string' ? `jsii.String(${double(value)})` : `jsii.Number(${value})`},`),
    '\t}),',
    '})',
  ].join('\n'),
};

function imageLine({ image }: Deployment, language: Language, line: (image: string) => string): string[] {
  return image ? [line(image[language])] : [];
}

function options({ server, context, quantization, hasSmallCache }: Deployment, line: (name: string, value: number | string) => string): string[] {
  const { context: contextName, smallCache } = SERVER_CODE[server];
  return [
    line(contextName, context),
    ...quantization === '' ? [] : [line('quantization', quantization)],
    ...hasSmallCache && smallCache !== undefined ? [line('keyValueCacheDataType', smallCache)] : [],
  ];
}

/** LMI has a variable for the type of the cache, and no option. */
function variable({ server, hasSmallCache }: Deployment, line: (name: string, value: string) => string): string[] {
  return hasSmallCache && SERVER_CODE[server].smallCache === undefined ? [line('OPTION_KV_CACHE_DTYPE', 'fp8')] : [];
}

const double = (value: string) => JSON.stringify(value);
const single = (value: string) => `'${double(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
const capital = (name: string) => name[0].toUpperCase() + name.slice(1);
const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** `ml.g6e.2xlarge` -> `ML_G6E_2XLARGE`. */
const constant = (instance: string) => instance.toUpperCase().replace(/[.-]/g, '_');

/** A digit ends a word in Python and Java: `ML_G6E_2XLARGE` -> `ML_G6_E_2_XLARGE`. */
const splitDigits = (name: string) => name.replace(/(\d)([A-Z])/g, '$1_$2');
