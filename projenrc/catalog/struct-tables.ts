import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const SOURCES = join(__dirname, '..', '..', 'src');

/** A function of the public API, and the struct of this library that it takes. */
export interface StructUse {
  /** The class; with a constructor, `call` is `new`. */
  readonly owner: string;
  readonly call: string;
  readonly struct: string;
}

/** A Markdown table of the struct of each function, for languages in which users must write its name. */
export function methodStructTable(): string[] {
  return [
    '| function | struct |',
    '|:--|:--|',
    ...structUses().map(({ owner, call, struct }) => `| \`${call === 'new' ? `new ${owner}` : `${owner}.${call}`}\` | \`${struct}\` |`),
  ];
}

/** A Markdown table of the props that have a type of this library, and of the ways to create a value of that type. */
export function propTypeTable(): string[] {
  const structs = structNames();
  const rows = declarations().filter(ts.isInterfaceDeclaration).filter(({ name }) => structs.includes(name.text))
    .flatMap(({ members }) => members.filter(ts.isPropertySignature).flatMap(({ name, type }) => {
      const typeName = elementTypeOf(type);
      const values = typeName === undefined ? [] : structs.includes(typeName) ? ['the struct itself'] : valuesOf(typeName);
      return values.length > 0 ? [`| \`${name.getText()}\` | \`${typeName}\` | ${values.join(', ')} |`] : [];
    }));
  return ['| prop | type | values |', '|:--|:--|:--|', ...new Set(rows)];
}

/** The functions with a struct, in the order of the classes in src/index.ts. */
export function structUses(): StructUse[] {
  const structs = new Set(structNames());
  return declarations().filter(ts.isClassDeclaration).flatMap(declaration => declaration.members.flatMap(member => {
    const isFunction = (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) && !isHidden(member);
    const struct = isFunction ? member.parameters.map(({ type }) => elementTypeOf(type)).find(name => structs.has(name!)) : undefined;
    return struct ? [{ owner: declaration.name!.text, call: member.name?.getText() ?? 'new', struct }] : [];
  }));
}

/** The interfaces without the prefix of interfaces with methods. */
function structNames(): string[] {
  return declarations().filter(ts.isInterfaceDeclaration).map(({ name }) => name.text).filter(name => !/^I[A-Z]/.test(name));
}

/** The public classes, enums and interfaces. Only their syntax is read, so nothing is compiled. */
function declarations(): (ts.ClassDeclaration | ts.EnumDeclaration | ts.InterfaceDeclaration)[] {
  return parse('index.ts').statements.filter(ts.isExportDeclaration).flatMap(({ moduleSpecifier, exportClause }) => {
    const names = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : undefined;
    return parse(`${(moduleSpecifier as ts.StringLiteral).text}.ts`).statements
      .filter(statement => ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isInterfaceDeclaration(statement))
      .filter(statement => hasModifier(statement, ts.SyntaxKind.ExportKeyword) && (names?.includes(statement.name!.text) ?? true));
  });
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(SOURCES, file), 'utf8'), ts.ScriptTarget.ES2022, true);
}

/** The members of an enum, or the public static members and constructors that create values of a class. */
function valuesOf(typeName: string): string[] {
  const enums = declarations().filter(ts.isEnumDeclaration).filter(({ name }) => name.text === typeName)
    .map(() => `the constants of \`${typeName}\``);
  return [...enums, ...declarations().filter(ts.isClassDeclaration).flatMap(declaration => {
    const name = declaration.name!.text;
    const members = declaration.members.filter(member => !isHidden(member));
    const statics = members.filter(member => hasModifier(member, ts.SyntaxKind.StaticKeyword));
    const ofType = (type: ts.TypeNode | undefined) => type ? elementTypeOf(type) === typeName : name === typeName;
    return [
      ...statics.filter(ts.isPropertyDeclaration).some(({ type }) => ofType(type)) ? [`the constants of \`${name}\``] : [],
      ...name === typeName ? members.filter(ts.isConstructorDeclaration).map(() => `\`new ${name}\``) : [],
      ...statics.filter(ts.isMethodDeclaration).filter(({ type }) => ofType(type)).map(member => `\`${name}.${member.name.getText()}\``),
    ];
  })];
}

/** The name `T` of the types `T` and `T[]`; undefined for other types. */
function elementTypeOf(type: ts.TypeNode | undefined): string | undefined {
  const element = type && ts.isArrayTypeNode(type) ? type.elementType : type;
  return element && ts.isTypeReferenceNode(element) ? element.typeName.getText() : undefined;
}

function isHidden(member: ts.ClassElement): boolean {
  return member.name?.getText().startsWith('_')
    || hasModifier(member, ts.SyntaxKind.PrivateKeyword) || hasModifier(member, ts.SyntaxKind.ProtectedKeyword);
}

function hasModifier(node: ts.Declaration | ts.Statement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(modifier => modifier.kind === kind);
}
