import { ImageOnPage } from './image-rows';

/** The newest image for GPUs of a server, for the code that the website shows. */
export interface NewestImage {
  readonly cuda: string;

  /** The constant in each language. */
  readonly constants: ImageOnPage['constants'];
}

/** The newest image for GPUs of each of some servers: those for which the library does not choose an image. */
export function newestImages(rows: readonly ImageOnPage[]): Record<'sglang' | 'tgi' | 'lmi', NewestImage> {
  const newest = (server: string): NewestImage => {
    const [{ cuda, constants }] = rows.filter(row => row.server === server && row.accelerator === 'gpu')
      .sort((left, right) => right.version.localeCompare(left.version, 'en', { numeric: true }));
    return { cuda, constants };
  };
  return { sglang: newest('sglang'), tgi: newest('tgi'), lmi: newest('lmi') };
}
