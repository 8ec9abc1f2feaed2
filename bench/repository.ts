import { join } from 'path';

/** The root: what is compiled lies in `.bench/`. */
export const repository = join(__dirname, '..');
