import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import GithubSlugger from 'github-slugger';
import { defineConfig } from 'vitepress';
import { PAGE_GROUPS } from '../../projenrc/site-pages';

const pages = join(import.meta.dirname, '..', 'pages');

const finder = join(import.meta.dirname, '..', 'finder');

/** The finder runs the code of the command line. Of aws-cdk-lib, it uses only sizes and tokens: everything else is an empty class on the page. */
const withoutCdk = {
  name: 'without-cdk',
  enforce: 'pre' as const,
  resolveId: (id: string) => /^(aws-cdk-lib|constructs)(\/|$)/.test(id) ? `\0cdk:${id}` : undefined,
  load: (id: string) => {
    const code = `export default new Proxy({}, { get: () => class {} });${id.endsWith('/core') ? `export * from '${join(finder, 'core.ts')}';` : ''}`;
    return id.startsWith('\0cdk:') ? { code, syntheticNamedExports: true } : undefined;
  },
};

const COMPRESSED = "brotliDecompressSync(Buffer.from(MODEL_STRUCTURES, 'base64')).toString()";

/** Browsers do not decompress Brotli for scripts: the page has the structures of models as they are, and the web server compresses them. */
const withoutBrotli = {
  name: 'without-brotli',
  enforce: 'pre' as const,
  transform: (code: string, id: string) => {
    if (id.endsWith('/src/model/model-structures.generated.ts')) {
      const base64 = /`([^`]*)`/.exec(code)![1];
      return { code: `export const MODEL_STRUCTURES = ${JSON.stringify(brotliDecompressSync(Buffer.from(base64, 'base64')).toString())};`, map: null };
    }
    if (id.endsWith('/src/model/model-types.ts')) {
      if (!code.includes(COMPRESSED)) {
        throw new Error(`${id}: must contain ${COMPRESSED}`);
      }
      return { code: code.replace(COMPRESSED, 'MODEL_STRUCTURES'), map: null };
    }
    return undefined;
  },
};

/** The title of a page of docs/. */
const titleOf = (page: string): string => /^# (.+)/.exec(readFileSync(join(pages, 'docs', `${page}.md`), 'utf8'))![1];

export default defineConfig({
  title: 'cdk-huggingface-sagemaker',
  description: 'Deploys Hugging Face models on Amazon SageMaker with the AWS CDK',
  base: '/cdk-huggingface-sagemaker/',
  srcDir: 'pages',
  // the documents use the anchors of GitHub, where they are read too
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: text => new GithubSlugger().slug(text) },
    config: md => {
      // `{{…}}` in code is text, and not an expression of Vue
      const { code_inline: render } = md.renderer.rules;
      md.renderer.rules.code_inline = (...args) => render!(...args).replace(/^<code(?! v-pre)/, '<code v-pre');
    },
  },
  vite: {
    plugins: [withoutCdk, withoutBrotli],
    resolve: {
      alias: {
        'fs': join(finder, 'files.ts'),
        'path': join(finder, 'path.ts'),
      },
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Which machine?', link: '/finder' },
      { text: 'Which image?', link: '/images' },
      { text: 'Documentation', link: '/docs/getting-started' },
      { text: 'Reference', items: [{ text: 'TypeScript', link: '/apidocs/' }, { text: 'Python', link: '/apidocs/python' }] },
    ],
    sidebar: PAGE_GROUPS.map(({ title, pages: names }) => ({ text: title, items: names.map(name => ({ text: titleOf(name), link: `/docs/${name}` })) })),
    socialLinks: [{ icon: 'github', link: 'https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker' }],
  },
});
