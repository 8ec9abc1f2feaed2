/** The files of the page are in one folder. */
export function dirname(): string {
  return '';
}

export function join(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('/');
}
