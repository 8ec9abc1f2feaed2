import { markerLine, quoted } from './source-text';
import { RegistriesData } from '../update-data/catalog-types';

/** The tables of accounts, regions and partitions. */
export function registryAccountsFile({ registries, regions, partitions }: RegistriesData): string[] {
  return [
    markerLine('registries.json'),
    'import { RegistryName } from \'./repositories\';',
    '',
    '/** The account that owns a registry, by region. */',
    'export const REGISTRY_ACCOUNTS: Readonly<Record<RegistryName, Readonly<Record<string, string>>>> = {',
    ...Object.entries(registries).flatMap(([name, accounts]) => [`  ${quoted(name)}: {`, ...entries(accounts, '    '), '  },']),
    '};',
    '',
    '/** The partition of each region. */',
    'export const REGION_PARTITIONS: Readonly<Record<string, string>> = {',
    ...entries(regions, '  '),
    '};',
    '',
    '/** The DNS suffix of each partition. */',
    'export const PARTITION_DNS_SUFFIXES: Readonly<Record<string, string>> = {',
    ...entries(Object.fromEntries(Object.entries(partitions).map(([name, { dnsSuffix }]) => [name, dnsSuffix])), '  '),
    '};',
    '',
  ];
}

function entries(record: Readonly<Record<string, string>>, indent: string): string[] {
  return Object.entries(record).map(([key, value]) => `${indent}${quoted(key)}: ${quoted(value)},`);
}
