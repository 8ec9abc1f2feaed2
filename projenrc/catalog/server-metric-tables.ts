import { SERVERS } from './servers';
import { ServerFamily } from '../../src/container/server-family';
import { SERVER_METRIC_OPTIONS, SERVER_METRICS } from '../../src/monitoring/server-metrics';

/** A Markdown table of the metrics of each server, by the option of `monitor` that needs them. */
export function serverMetricTable(): string[] {
  return [
    '| option | server | metric | versions |',
    '|:--|:--|:--|:--|',
    ...SERVER_METRIC_OPTIONS.flatMap(option => Object.entries(SERVER_METRICS).flatMap(([server, { source, metrics }]) =>
      metrics[option].map(({ name, since, before }) => `| \`${option}\` | [${SERVERS[server as ServerFamily].name}](${source}) | \`${name}\` `
        + `| ${versions(since, before)} |`))),
  ];
}

function versions(since: string | undefined, before: string | undefined): string {
  const from = since && `${since} or later`;
  return before ? `${from ? `${from}, ` : ''}before ${before}` : from ?? 'all';
}
