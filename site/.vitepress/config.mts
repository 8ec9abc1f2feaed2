import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { defineConfig } from 'vitepress';
import { PAGE_GROUPS } from '../../projenrc/site-pages';

const pages = join(import.meta.dirname, '..', 'pages');

const finder = join(import.meta.dirname, '..', 'finder');

/** The finder runs the code of the command line, which uses nothing of the other modules of aws-cdk-lib: they are empty on the page. */
const withoutCdk = {
  name: 'without-cdk',
  enforce: 'pre' as const,
  resolveId: (id: string) => /^(aws-cdk-lib(?!\/core)|constructs)(\/|$)/.test(id) ? `\0empty:${id}` : undefined,
  load: (id: string) => id.startsWith('\0empty:') ? { code: 'export default {}', syntheticNamedExports: true } : undefined,
};

/** The title of a page of docs/. */
const titleOf = (page: string): string => /^# (.+)/.exec(readFileSync(join(pages, 'docs', `${page}.md`), 'utf8'))![1];

export default defineConfig({
  title: 'cdk-huggingface-sagemaker',
  description: 'Deploys Hugging Face models on Amazon SageMaker with the AWS CDK',
  base: '/cdk-huggingface-sagemaker/',
  srcDir: 'pages',
  rewrites: { 'apidocs/README.md': 'apidocs/index.md', 'README.md': 'readme.md' },
  // the documents use the anchors of GitHub, where they are read too
  markdown: {
    anchor: { slugify: text => new GithubSlugger().slug(text) },
    config: md => {
      // `{{…}}` in code is text, and not an expression of Vue
      const { code_inline: render } = md.renderer.rules;
      md.renderer.rules.code_inline = (...args) => render!(...args).replace(/^<code(?! v-pre)/, '<code v-pre');
    },
  },
  vite: {
    plugins: [withoutCdk],
    resolve: {
      alias: {
        'aws-cdk-lib/core': join(finder, 'core.ts'),
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
