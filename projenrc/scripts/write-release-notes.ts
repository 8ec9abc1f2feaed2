import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { releaseNotes } from '../release-notes';

/** Replaces the notes that projen generates from the commits with those of the changelog. projen's task `bump` sets the variables. */
const { BUMPFILE: versionFile, CHANGELOG: notesFile } = process.env;
const { repository } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
const changelog = readFileSync(join(__dirname, '..', '..', 'CHANGELOG.md'), 'utf8');
writeFileSync(notesFile!, releaseNotes(changelog, readFileSync(versionFile!, 'utf8').trim(), repository.url));
