import { readFileSync } from 'fs';
import { join } from 'path';
import { catalogData, inferenceAmis, modelStructures, recommendedImages, vllmArchitectures } from '../../projenrc/catalog/data';
import { generatedFiles } from '../../projenrc/catalog/generated-files';
import { imageConstantsFile } from '../../projenrc/catalog/image-constants';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';

const FILES = Object.entries(generatedFiles(catalogData(), recommendedImages(), vllmArchitectures(), inferenceAmis(), modelStructures()));
const CLASSES = FILES.filter(([, lines]) => lines.some(line => line.startsWith('export class')));

test.each(FILES)('%s is what the data makes of it', (path, lines) => {
  expect(readFileSync(join(__dirname, '..', '..', path), 'utf8')).toBe(lines.join('\n'));
});

test.each(CLASSES)('%s has fewer members than Java takes, each with a line of its own that ends with a period', (_, lines) => {
  const members = lines.filter(line => line.startsWith('  public static readonly'));
  const docs = lines.filter(line => line.startsWith('  /** '));
  expect(members.length).toBeGreaterThan(200);
  expect(members.length).toBeLessThan(600);
  expect(new Set(docs).size).toBe(members.length);
  expect(docs.filter(line => !line.endsWith('. */'))).toEqual([]);
});

test('each metric is documented once, in the interface', () => {
  const [, lines] = FILES.find(([path]) => path.endsWith('endpoint-metrics.generated.ts'))!;
  const [documented, declared] = ['   * @param options ', '  public metric'].map(start => lines.filter(line => line.startsWith(start)));
  expect(declared.length).toBeGreaterThan(20);
  expect(documented).toHaveLength(declared.length);
});

test('two images of one name are an error that names both', () => {
  const rowOf = (tag: string) => ({
    repository: 'vllm', tag, server: ServerFamily.VLLM, acceleratorKind: AcceleratorKind.GPU, versions: {}, listedBy: [],
  });
  expect(() => imageConstantsFile([rowOf('1.0-gpu'), rowOf('1-0-gpu')])).toThrow(
    'the names of constants must be unique: VLLM_1_0_GPU is the name of vllm:1.0-gpu and of vllm:1-0-gpu',
  );
});

test('every image kept by hand has a constant', () => {
  const { images } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'data', 'additional-images.json'), 'utf8'));
  const text = CLASSES[0][1].join('\n');
  expect(images.filter(({ repository, tag }: { repository: string; tag: string }) => !text.includes(`('${repository}', '${tag}')`))).toEqual([]);
});
