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
        + `| ${since ? `${since} or later` : before ? `before ${before}` : 'all'} |`))),
  ];
}
