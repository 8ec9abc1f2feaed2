import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { spellConstants } from './constant-names';

// the examples that jsii-rosetta has translated: jsii-pacmak and jsii-docgen take them from this file
const tablet = join(__dirname, '..', '..', '.jsii.tabl.json');
const content = JSON.parse(readFileSync(tablet, 'utf8'));
for (const { translations } of Object.values<any>(content.snippets)) {
  for (const language of ['python', 'java']) {
    const translation = translations[language];
    translation.source = spellConstants(translation.source, language);
  }
}
writeFileSync(tablet, JSON.stringify(content));
