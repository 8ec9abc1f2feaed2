import { join } from 'path';
import { main } from './main';

void main(process.argv.slice(2), join(__dirname, '..', '..', 'data')).then(exitCode => {
  process.exitCode = exitCode;
});
