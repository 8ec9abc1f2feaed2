/** The address of the files of a repository on GitHub: to read a page, and to show a picture. */
function addresses(repository: string): { readonly page: string; readonly picture: string } {
  const path = repository.replace(/^https:\/\/github\.com\//, '').replace(/\.git$/, '');
  return { page: `https://github.com/${path}/blob/main/`, picture: `https://raw.githubusercontent.com/${path}/main/` };
}

/**
 * A page whose links to files of the repository work everywhere. PyPI, unlike npm, does not know where relative links lead. Links within the page,
 * and what is in blocks of code, are left as they are.
 */
export function withAbsoluteLinks(markdown: string, repository: string): string {
  const { page, picture } = addresses(repository);
  return markdown.split(/(^```[^]*?^```$)/m).map((part, index) => index % 2 === 1 ? part
    : part.replace(/(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\((?![a-z]+:|#)([^)\s]+)\)/g,
      (_, mark: string, text: string, path: string) => `${mark}[${text}](${mark ? picture : page}${path})`)).join('');
}
