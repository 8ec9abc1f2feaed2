import { OptionDefaults } from 'typedoc';

/** @type {import('typedoc').TypeDocOptions & import('typedoc-plugin-markdown').PluginOptions} */
export default {
  entryPoints: ['./src/index.ts'],
  tsconfig: 'tsconfig.json',
  out: 'apidocs',
  plugin: ['typedoc-plugin-markdown'],
  readme: 'none',
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  hideBreadcrumbs: true,
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
  // constants are in the order of versions and sizes, not of the alphabet
  sort: ['source-order'],
  // a default is a value or a sentence, not a program
  jsDocCompatibility: { defaultTag: false },
  // jsii's tag
  blockTags: [...OptionDefaults.blockTags, '@stability'],
  // awslint's tags
  modifierTags: [...OptionDefaults.modifierTags, '@attribute'],
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  enumMembersFormat: 'table',
};
