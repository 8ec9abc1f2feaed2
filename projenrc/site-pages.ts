/** A group of pages in the sidebar of the website: what a reader wants to do. */
export interface PageGroup {
  readonly title: string;

  /** The names of the pages in docs/, in the order in which they are read. */
  readonly pages: readonly string[];
}

/** All pages of docs/. A test compares them with the folder. */
export const PAGE_GROUPS: readonly PageGroup[] = [
  {
    title: 'Start',
    pages: ['getting-started', 'deploying', 'smoke-test', 'invoking', 'troubleshooting', 'migrating', 'migrating-from-sagemaker-sdk'],
  },
  { title: 'What runs', pages: ['props', 'images', 'servers', 'instance-types', 'memory', 'weights', 'checks', 'regions'] },
  {
    title: 'In production',
    pages: [
      'security', 'networking', 'updating', 'scaling', 'capacity', 'cost', 'monitoring', 'events-and-logs', 'async', 'data-capture', 'components',
    ],
  },
  { title: 'The project', pages: ['packages', 'local-aws', 'performance', 'releasing'] },
];

/** The address of the website. */
export const SITE_URL = 'https://cdk-huggingface-sagemaker.github.io/cdk-huggingface-sagemaker/';
