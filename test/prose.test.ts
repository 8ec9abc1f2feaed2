import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const repository = join(__dirname, '..');

/**
 * Phrases that readers stumble over, each with a better one. CONTRIBUTING.md ("Words") explains the glossary. A phrase is in this table only
 * if it has no legitimate use. A space stands for any white space, so that a phrase is also found if it is wrapped.
 */
const PHRASES: [phrase: string, better: string][] = [
  // one word per concept
  [String.raw`tell|tells|telling|told`, 'set, configure, notify, report, show'],
  [String.raw`say otherwise|says otherwise|said otherwise|nothing is said|is said of`, 'set, by default'],
  [String.raw`refuse|refuses|refused|refusing|refusals?`, 'reject'],
  [String.raw`pick|picks|picked|picking`, 'choose, select'],
  [String.raw`wins|win over`, 'takes precedence, overrides'],
  [String.raw`catalogues?`, 'catalog'],
  [String.raw`circles?`, 'circular dependency'],
  [String.raw`rings|goes? off|went off|sets? (?:it|them|the alarm) off`, 'goes into ALARM, triggers the alarm'],
  [String.raw`bounds`, 'limits, thresholds, range'],
  [String.raw`heads of keys and values`, 'key-value heads'],
  [String.raw`in clear text`, 'in plain text'],
  [String.raw`tokens? of the Hub`, 'Hub token'],
  [String.raw`(?:models?|adapters?) of the Hub`, 'model from the Hub'],
  [String.raw`of yours|of ours|of one's own`, 'your own, our own'],
  [String.raw`mend|mends|mended|mending`, 'fix'],

  // prepositions and conjunctions
  [String.raw`beside`, 'with, next to, in addition to, compared with'],
  [String.raw`in the place of`, 'instead of'],
  [String.raw`but for`, 'except for'],
  [String.raw`without more(?=[,.:])`, 'by default'],
  [String.raw`(?:only|even|also|except|unless|acknowledge it|as well) where|where (?:there (?:is|are)|nothing|none)`, 'if'],
  [String.raw`so that every`, 'so every, therefore every'],
  [String.raw`till`, 'until'],

  // German grammar
  [String.raw`(?<!\bthere )(?:is|are|be) no(?! longer)`, 'is not a, is not an'],
  [String.raw`(?:is|are|be) none of`, 'is not a valid, is not one of'],
  [String.raw`knows? no`, 'does not know, does not support'],
  [String.raw`(?:is|are|was|were) to be|to be had|can be had|is had`, 'must be, is available'],
  [String.raw`shall`, 'must, will'],
  [String.raw`an own`, 'its own'],
  [String.raw`stands? (?:in|beside|there|at)`, 'is in'],
  [String.raw`speaks? of`, 'names'],
  [String.raw`lets? (?:nothing|everything|all traffic) (?:in|out)`, 'allows (no) inbound, allows (no) outbound traffic'],
  [String.raw`pass(?:es)? (?:it |them )?on`, 'forward'],
  [String.raw`held against|holds? (?:it|them|that) against`, 'compared with'],
  [String.raw`as (?:it is|they are) given`, 'unchanged'],

  // old-fashioned
  [String.raw`whoever|everybody`, 'anyone, everyone'],
  [String.raw`somebody`, 'someone'],
  [String.raw`for ever`, 'indefinitely'],
  [String.raw`seldom`, 'rarely'],
  [String.raw`now and then`, 'sometimes'],
  [String.raw`anew`, 'again'],
  [String.raw`meant well`, 'improvements'],

  // US spelling
  [String.raw`colou?rs?(?<!colors?)|behaviours?|favou?rs?(?<!favors?)|neighbours?|licences?|centres?|grey|cancelled|labelled`, 'US spelling'],
  [String.raw`(?:organi|normali|recogni|initiali|seriali|optimi|summari|tokeni|quanti|customi|minimi|maximi|utili|authori)s(?:e|es|ed|ing|ations?)`, 'US spelling: -ize'],
  [String.raw`synthesised?|synthesising|analysed?|analysing`, 'US spelling: synthesize, analyze'],
];

const PATTERNS = PHRASES.map(([phrase, better]) => ({
  // white space, and what begins the lines of a comment or a quotation
  pattern: new RegExp(String.raw`(?<![\w-])(?:${phrase.replace(/ /g, String.raw`\s+(?:(?:\*|//|>|#)\s+)?`)})(?![\w-])`, 'gi'),
  better,
}));

/** The same text, with blanks in place of what matches: line numbers stay. */
function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, match => match.replace(/[^\n]/g, ' '));
}

/** A page without code, addresses and anchors. */
function proseOfPage(page: string): string {
  return [/^ *```.*?^ *```/gms, /`[^`\n]*`/g, /\]\([^)\s]*\)/g, /<a id="[^"]*">/g].reduce(blank, page);
}

/** The comments and strings of a module: a program without its names, its expressions and its imports. */
function proseOfModule(path: string, module: string): string {
  const source = ts.createSourceFile(path, module, ts.ScriptTarget.Latest, true);
  const names: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isImport = ts.isStringLiteral(node) && (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent));
    if (ts.isIdentifier(node) || ts.isRegularExpressionLiteral(node) || isImport) {
      names.push(node);
    }
    node.forEachChild(visit);
  };
  visit(source);
  const characters = module.split('');
  names.forEach(node => characters.fill(' ', node.getStart(), node.end));
  return blank(characters.join(''), /`[\w.]+`|https?:\/\/[^\s'`]+/g);
}

/** The titles of tests, and the names of their cases. */
function proseOfTests(path: string, module: string): string {
  const source = ts.createSourceFile(path, module, ts.ScriptTarget.Latest, true);
  const titles: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:test|describe)\b/.test(node.expression.getText()) && ts.isStringLiteralLike(node.arguments[0])) {
      titles.push(node.arguments[0]);
    }
    if (ts.isArrayLiteralExpression(node) && ts.isArrayLiteralExpression(node.parent)) {
      titles.push(...node.elements.slice(0, 1).filter(ts.isStringLiteralLike));
    }
    node.forEachChild(visit);
  };
  visit(source);
  const prose = blank(module, /[^\n]+/g).split('');
  titles.forEach(({ pos, end }) => prose.splice(pos, end - pos, ...module.slice(pos, end)));
  return prose.join('');
}

function proseOf(path: string): string {
  const text = readFileSync(join(repository, path), 'utf8');
  if (path.startsWith('test/')) {
    return proseOfTests(path, text);
  }
  if (path === 'CONTRIBUTING.md') {
    return proseOfPage(blank(text, /^## Words$.*?(?=^## )/ms)); // the glossary has the old words, too
  }
  if (path.endsWith('.md')) {
    return proseOfPage(text);
  }
  return path.endsWith('.ts') ? proseOfModule(path, text) : text;
}

function findings(prose: string): string[] {
  return PATTERNS.flatMap(({ pattern, better }) => [...prose.matchAll(pattern)].map(match => {
    const line = prose.slice(0, match.index).split('\n').length;
    return `line ${line}: "${match[0].replace(/\s+/g, ' ')}", better: ${better}`;
  }));
}

function filesIn(folder: string, pattern: RegExp): string[] {
  // the demo links a folder of examples/ to the repository, so links are not followed
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return /^(node_modules|cdk\.out|\.venv|target)$/.test(entry.name) ? [] : filesIn(path, pattern);
    }
    return entry.isFile() && pattern.test(path) ? [path] : [];
  }).sort();
}

const FILES = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesIn('docs', /\.md$/),
  ...filesIn('examples', /\.(?:md|ts|py|go|java)$/),
  ...filesIn('src', /\.ts$/),
  // much of their text ends up in documentation, in package.json and in generated code
  '.projenrc.ts',
  ...filesIn('projenrc', /\.ts$/),
  ...filesIn('test', /\.test\.ts$/),
];

test.each(FILES)('%s is in plain AWS English', path => {
  expect(findings(proseOf(path))).toEqual([]);
});

test('a phrase is found in comments and strings, wrapped or not, and not in code', () => {
  const module = "import { told } from './told';\n/** The count is\n * no integer. */\nconst text = `${told} beside ${'the circle'}`;\n";
  expect(findings(proseOfModule('module.ts', module))).toEqual([
    'line 4: "circle", better: circular dependency',
    'line 4: "beside", better: with, next to, in addition to, compared with',
    'line 2: "is * no", better: is not a, is not an',
  ]);
  expect(findings(proseOfPage('Set `told`, [the page](told.md), or\n```ts\nconst told = 1;\n```\nthere is no image.'))).toEqual([]);
});
