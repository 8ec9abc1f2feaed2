/** The files of the page: what the library's code reads instead of a file system. */
const files = new Map<string, string>();

/** Sets the files that exist. */
export function setFiles(contents: Readonly<Record<string, string>>): void {
  files.clear();
  Object.entries(contents).forEach(([path, content]) => files.set(path, content));
}

export function existsSync(path: string): boolean {
  return files.has(path);
}

export function readFileSync(path: string): string {
  const content = files.get(path);
  if (content === undefined) {
    throw new Error(`no such file: ${path}`);
  }
  return content;
}
