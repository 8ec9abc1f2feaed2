import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { run } from './command';
import { FinderProgram, Workplace } from './language';
import { catalogData } from '../../projenrc/catalog/data';
import { imageRows } from '../../projenrc/catalog/image-rows';
import { newestImages } from '../../projenrc/catalog/newest-images';
import { Deployment, Language, QUANTIZATIONS, Server, SERVERS, SNIPPETS } from '../../site/finder/snippets';

const NAMES = ['DeepLearningContainerImage', 'HuggingFaceSageMakerEndpoint', 'ModelServer', 'SageMakerInstanceType'];

/** A program in each language that has each piece of code in a stack of its own, with what the page assumes around it. */
const PROGRAMS: Readonly<Record<Language, (codes: readonly string[]) => string>> = {
  typescript: codes => [
    "import { App, Stack } from 'aws-cdk-lib';",
    `import { ${NAMES.join(', ')} } from 'cdk-huggingface-sagemaker';`,
    ...codes.map((code, index) => `class Stack${index} extends Stack {\nconstructor() {\nsuper(new App(), 'Stack');\n${code}\n}\n}\nnew Stack${index}();`),
  ].join('\n'),
  python: codes => [
    'from aws_cdk import App, Stack',
    `from cdk_huggingface_sagemaker import ${NAMES.join(', ')}`,
    ...codes.map((code, index) => [
      `class Stack${index}(Stack):`, '    def __init__(self):', '        super().__init__(App(), "Stack")', code.replace(/^/gm, ' '.repeat(8)), `Stack${index}()`,
    ].join('\n')),
  ].join('\n'),
  java: codes => [
    'package com.example;',
    'import io.github.cdkhuggingfacesagemaker.*;',
    'import java.util.Map;',
    'import software.amazon.awscdk.App;',
    'import software.amazon.awscdk.Stack;',
    'public final class Finder {',
    ...codes.map((code, index) => `static final class Stack${index} extends Stack {\nStack${index}() {\nsuper(new App(), "Stack");\n${code}\n}\n}`),
    `public static void main(final String[] args) {\n${codes.map((_, index) => `new Stack${index}();`).join('\n')}\n}`,
    '}',
  ].join('\n'),
  go: codes => [
    'package main',
    'import (',
    '"github.com/aws/aws-cdk-go/awscdk/v2"',
    '"github.com/aws/jsii-runtime-go"',
    'hf "github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker-go/cdkhuggingfacesagemaker"',
    ')',
    'func main() {',
    'defer jsii.Close()',
    ...codes.map(code => `{\nstack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)\n${code}\n}`),
    '}',
  ].join('\n'),
};

/** Each server of the page without options, and with all of them. */
function deployments(): Deployment[] {
  const images = newestImages(imageRows(catalogData()));
  return (Object.keys(SERVERS) as Server[]).flatMap(server => ['', QUANTIZATIONS[server][0]].map(quantization => ({
    modelId: 'Qwen/Qwen3-8B',
    instance: 'ml.g6e.2xlarge',
    server,
    context: 8192,
    quantization,
    hasSmallCache: quantization !== '',
    image: server === 'vllm' ? undefined : images[server].constants as Deployment['image'],
  })));
}

/** Compiles and runs the code that the website shows, against the built package. */
export async function runFinderCode(language: string, { file, command }: FinderProgram, { folder, env }: Workplace): Promise<void> {
  const name = language as Language;
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), PROGRAMS[name](deployments().map(SNIPPETS[name])));
  await run(command, { cwd: folder, env });
}
