import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { exampleWidgets, Widget, widgetsOf } from '../../projenrc/pictures/dashboard-body';
import { dashboardPicture, labelsOf } from '../../projenrc/pictures/dashboard-picture';
import { DashboardOptions, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../src';
import { IMAGES } from '../images';
import { endpointTemplate, image, newEndpoint, newStack, template } from '../util';

const { TEI_CPU, VLLM } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;
type Prepare = (endpoint: HuggingFaceSageMakerEndpoint) => void;

const CPU: Props = { instanceType: SageMakerInstanceType.of('ml.c5.xlarge'), container: TEI_CPU };
const UNKNOWN: Props = { instanceType: SageMakerInstanceType.of('ml.g99.8xlarge') };
const FOUR_GPUS: Props = { instanceType: SageMakerInstanceType.of('ml.g5.12xlarge'), container: VLLM };

const QUEUE: Props = { asyncInference: { outputBucket: Bucket.fromBucketName(newStack(), 'Bucket', 'answers') } };

function widgets(props: Props = {}, options?: DashboardOptions, prepare: Prepare = () => undefined): Widget[] {
  const stack = newStack();
  const endpoint = newEndpoint(stack, props);
  prepare(endpoint);
  return widgetsOf(stack, endpoint.dashboard(options).node.defaultChild as CfnDashboard);
}

const titles = (of: Widget[]) => of.map(({ properties }) => properties.title ?? properties.markdown.split('\n')[0]);
const widget = (of: Widget[], title: string) =>
  of.find(({ properties }) => properties.title === title || properties.markdown?.startsWith(title))!.properties;
const expressions = ({ metrics }: any): string[] => metrics.flat().map((part: any) => part.expression).filter((text: any) => text);
const metricNames = (of: Widget[]) => {
  const rows = of.flatMap(({ properties }) => properties.metrics ?? []);
  return [...new Set(rows.filter(([namespace]) => typeof namespace === 'string').map(([, name]) => name))];
};

const KINDS: [string, Props, DashboardOptions, Prepare][] = [
  ['a GPU', {}, {}, () => undefined],
  ['four GPUs, with alarms and a price', FOUR_GPUS, { pricePerInstanceHour: 7 }, endpoint => void endpoint.monitor({ idleAfter: Duration.hours(1) })],
  ['types with different numbers of GPUs', { ...FOUR_GPUS, fallbackInstanceTypes: [SageMakerInstanceType.ML_G5_48XLARGE] }, {}, endpoint => void endpoint.monitor()],
  ['a CPU', CPU, {}, () => undefined],
  ['a type that is not known', UNKNOWN, {}, () => undefined],
  ['an asynchronous endpoint', QUEUE, { pricePerInstanceHour: 0.5 }, () => undefined],
];

describe.each(KINDS)('the dashboard of %s', (_, props, options, prepare) => {
  const all = widgets(props, options, prepare);

  test('shows availability, latency, load and cost', () => {
    for (const subject of ['Availability:', 'Latency:', 'Load:', 'Cost']) {
      expect(titles(all).some(title => title.includes(subject))).toBe(true);
    }
  });

  test('fills the 24 columns, without gap or overlap', () => {
    const cells = new Map<string, number>();
    all.forEach(({ x, y, width, height }) => {
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          cells.set(`${column},${row}`, (cells.get(`${column},${row}`) ?? 0) + 1);
        }
      }
    });
    const rows = Math.max(...all.map(({ y, height }) => y + height));
    expect([...cells.values()].every(count => count === 1)).toBe(true);
    expect(cells.size).toBe(24 * rows);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
  test('has metrics as CloudWatch reads them', () => {
    for (const { type, properties: { metrics, region } } of all) {
      if (type !== 'metric') {
        continue;
      }
      expect(region).toBeDefined();
      const ids: string[] = metrics.map((row: any[]) => row[row.length - 1].id).filter((id: any) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter(id => !/^[a-z][a-zA-Z0-9_]*$/.test(id))).toEqual([]);
      for (const expression of expressions({ metrics })) {
        const words = expression.match(/[a-z][a-zA-Z0-9_]*/g)!;
        expect(words.filter(word => !ids.includes(word))).toEqual([]);
      }
      for (const row of metrics.filter((one: any[]) => typeof one[0] === 'string')) {
        expect(row.slice(0, -1).every((part: any) => typeof part === 'string')).toBe(true);
        expect(row.length % 2).toBe(1);
      }
      expect(labelsOf(metrics).every(label => label !== undefined && label !== '')).toBe(true);
      expect(new Set(labelsOf(metrics)).size).toBe(labelsOf(metrics).length);
    }
  });
});

test('alarms are shown if there are some', () => {
  const before = widgets({}, {}, endpoint => void endpoint.monitor({ idleAfter: Duration.hours(1) }));
  expect(titles(before)).toContain('Availability: alarms');
  expect(widget(before, 'Availability: alarms').alarms).toHaveLength(5);
  expect(titles(widgets())).not.toContain('Availability: alarms');
  const served = widgets({ container: VLLM, modelId: 'Qwen/Qwen3-8B' }, {}, endpoint => void endpoint.monitor({
    maximumTimeToFirstToken: Duration.seconds(1), maximumWaitingRequests: 1, maximumKeyValueCachePercent: 1, minimumPrefixCacheHitPercent: 1,
  }));
  expect(widget(served, 'Availability: alarms').alarms.map((arn: string) => /Monitoring(\w+)\w{8}\.Arn/.exec(arn)![1])).toEqual([
    'ServerErrors', 'NoInstance', 'GpuMemory', 'Disk', 'TimeToFirstToken', 'WaitingRequests', 'KeyValueCache', 'PrefixCacheHits',
  ]);
});

test('the widgets of a real-time endpoint', () => {
  expect(titles(widgets())).toEqual([
    '# mistralai/Mistral-7B-Instruct-v0.1', 'Availability: instances that report metrics', 'Availability: failed requests', 'Latency: model', 'Latency: SageMaker overhead',
    'Load: requests', 'Load: GPU, in % of all GPUs', 'Load: instance, in %', '### Cost', 'Cost: selected time range',
  ]);
});

test('an asynchronous endpoint is shown by what it publishes', () => {
  const found = widgets(QUEUE);
  expect(titles(found)).toContain('Latency: age of the oldest request');
  const names = metricNames(found);
  expect(names).toEqual(expect.arrayContaining(['ApproximateAgeOfOldestRequest', 'ApproximateBacklogSize', 'InvocationsProcessed', 'InvocationFailures']));
  for (const realTime of ['Invocations', 'OverheadLatency', 'InvocationModelErrors', 'ConcurrentRequestsPerModel']) {
    expect(names).not.toContain(realTime);
    expect(metricNames(widgets())).toContain(realTime);
  }
});

test('an asynchronous endpoint has these labels and units', () => {
  const found = widgets(QUEUE);
  const graphs = found.filter(({ properties }) => properties.metrics && /Availability|Latency|Load: requests/.test(properties.title));
  expect(graphs.map(({ properties: { title, metrics, yAxis } }) => [title, yAxis.left.label, ...labelsOf(metrics)])).toEqual([
    ['Availability: instances that report metrics', undefined, 'instances'],
    ['Availability: failed requests', undefined, '5xx: server errors', '4xx: client errors', 'all failures'],
    ['Latency: model', 'milliseconds', 'p50', 'p90', 'p99'],
    ['Latency: age of the oldest request', 'seconds', 'age'],
    ['Load: requests', undefined, 'processed per minute', 'queued'],
  ]);
  expect(expressions(widget(found, 'Load: requests'))).toEqual(['requests * 60 / PERIOD(requests)']);
  expect(found[0].properties.markdown).toMatch(new RegExp('^# mistralai/Mistral-7B-Instruct-v0.1\nEndpoint \\*\\*(.*)\\*\\* on ml.g5.2xlarge. '
    + 'The container logs are in the log group `/aws/sagemaker/Endpoints/\\1`.$'));
});

describe('the queries for the metrics of the server', () => {
  const queries = (props: Props, serverMetrics?: boolean) => widgets({ modelId: 'Qwen/Qwen3-8B', ...props }, { serverMetrics })
    .find(({ properties }) => properties.markdown?.startsWith('### Server'));
  const lines = (props: Props) => queries(props, true)!.properties.markdown.replace(/"[\w.]+\.EndpointName"/g, '"NAME"').split('\n');
  const LABEL = '{"aws.sagemaker.endpoint.name"="NAME"}';
  const TABLE = ['### Server: PromQL queries', '| metric | query |', '|:--|:--|'];
  const rate = (name: string) => `sum by ("@resource.host.id") (rate(${name}${LABEL}[5m]))`;

  test('are a table over the full width', () => {
    expect(lines({ container: VLLM })).toEqual([
      ...TABLE,
      `| Time to first token, p95, in seconds | \`histogram_quantile(0.95, rate(vllm:time_to_first_token_seconds${LABEL}[5m]))\` |`,
      `| Waiting requests | \`vllm:num_requests_waiting${LABEL}\` |`,
      `| Key-value cache, from 0 to 1 | \`vllm:kv_cache_usage_perc${LABEL}\` |`,
      `| Prompt tokens from the prefix cache, from 0 to 1 | \`${rate('vllm:prefix_cache_hits_total')} / ${rate('vllm:prefix_cache_queries_total')}\` |`,
    ]);
    expect(queries({ container: VLLM }, true)).toMatchObject({ x: 0, width: 24, height: 6 });
  });

  test('lack a metric that the version of the server does not publish', () => {
    expect(lines({ container: image('vllm:0.7.2-gpu-py312-cu124-ubuntu22.04-sagemaker') })).toEqual([
      ...TABLE,
      expect.stringContaining('time_to_first_token'), expect.stringContaining('num_requests_waiting'), expect.stringContaining('gpu_cache_usage_perc'),
    ]);
  });

  test('are left out by default', () => {
    expect([queries({ container: VLLM }), queries({ container: VLLM }, false)]).toEqual([undefined, undefined]);
  });
});

test('latencies are shown in milliseconds', () => {
  const found = widget(widgets(), 'Latency: model');
  expect(expressions(found)).toEqual(['p50 / 1000', 'p90 / 1000', 'p99 / 1000']);
  expect(found.yAxis.left.label).toBe('milliseconds');
  expect(found.metrics.map((row: any[]) => row[row.length - 1].stat).filter((stat: any) => stat)).toEqual(['p50', 'p90', 'p99']);
});

describe('what CloudWatch counts as 100 % each is shown of all', () => {
  test('four GPUs and 48 virtual CPUs', () => {
    expect(expressions(widget(widgets(FOUR_GPUS), 'Load: GPU, in % of all GPUs'))).toEqual(['gpu / 4', 'memory / 4']);
    expect(expressions(widget(widgets(FOUR_GPUS), 'Load: instance, in %'))).toEqual(['cpu / 48']);
  });

  test('one GPU needs no division', () => {
    expect(expressions(widget(widgets(), 'Load: GPU, in % of all GPUs'))).toEqual([]);
  });

  test('a type that is not known is shown as it comes', () => {
    expect(expressions(widget(widgets(UNKNOWN), 'Load: GPU, in % of one GPU'))).toEqual([]);
    expect(expressions(widget(widgets(UNKNOWN), 'Load: instance, in % (CPU: of one vCPU)'))).toEqual([]);
  });

  const busy = (title: string, fallbacks: string[], props: Props = FOUR_GPUS) =>
    widget(widgets({ ...props, fallbackInstanceTypes: fallbacks.map(name => SageMakerInstanceType.of(name)) }), title);
  const GPU = 'Load: GPU, in % of all GPUs';
  const HOST = 'Load: instance, in %';

  test('types with different numbers of them are shown each by its own', () => {
    const fallbacks = ['ml.g5.24xlarge', 'ml.g5.48xlarge'];
    expect(expressions(busy(GPU, fallbacks))).toEqual(['gpu1 / 4', 'gpu2 / 4', 'gpu3 / 8', 'memory1 / 4', 'memory2 / 4', 'memory3 / 8']);
    expect(labelsOf(busy(GPU, fallbacks).metrics)).toEqual([
      ...['ml.g5.12xlarge', ...fallbacks].map(type => `GPU, ${type}`), ...['ml.g5.12xlarge', ...fallbacks].map(type => `GPU memory, ${type}`),
    ]);
    expect(expressions(busy(HOST, fallbacks))).toEqual(['cpu1 / 48', 'cpu2 / 96', 'cpu3 / 192']);
    const types = busy(HOST, fallbacks).metrics.map((row: any[]) => row[row.indexOf('InstanceType') + 1]).filter((name: any) => typeof name === 'string' && name.startsWith('ml.'));
    expect(types).toEqual(['ml.g5.12xlarge', ...fallbacks]);
  });

  test('one GPU of some types needs no division', () => {
    const found = busy(GPU, ['ml.g5.12xlarge'], { container: VLLM });
    expect(expressions(found)).toEqual(['gpu2 / 4', 'memory2 / 4']);
    expect(labelsOf(found.metrics)).toEqual(['GPU, ml.g5.2xlarge', 'GPU, ml.g5.12xlarge', 'GPU memory, ml.g5.2xlarge', 'GPU memory, ml.g5.12xlarge']);
  });

  test('types with as many of them are shown together', () => {
    expect(expressions(busy(GPU, ['ml.g6.12xlarge']))).toEqual(['gpu / 4', 'memory / 4']);
    expect(expressions(busy(HOST, ['ml.g6.12xlarge']))).toEqual(['cpu / 48']);
  });

  test('with a type that is not known, each of the others has its own graph', () => {
    expect(expressions(busy(GPU, ['ml.z99.large']))).toEqual(['gpu1 / 4', 'memory1 / 4']);
    expect(labelsOf(busy(GPU, ['ml.z99.large']).metrics)).toEqual(['GPU, ml.g5.12xlarge', 'GPU memory, ml.g5.12xlarge']);
    expect(expressions(busy(GPU, ['ml.g6.12xlarge', 'ml.z99.large']))).toEqual(['gpu1 / 4', 'gpu2 / 4', 'memory1 / 4', 'memory2 / 4']);
    expect(expressions(busy(HOST, ['ml.z99.large']))).toEqual(['cpu1 / 48']);
    expect(expressions(busy(HOST, ['ml.g5.12xlarge', 'ml.g5.48xlarge'], UNKNOWN))).toEqual(['cpu1 / 48', 'cpu2 / 192']);
  });

  test('if no type is known, the metrics are shown unchanged', () => {
    expect(expressions(busy('Load: instance, in % (CPU: of one vCPU)', ['ml.z99.large'], UNKNOWN))).toEqual([]);
    expect(expressions(busy('Load: GPU, in % of one GPU', ['ml.z99.large', 'ml.m5.large'], { ...UNKNOWN, container: image('mine:1') }))).toEqual([]);
  });

  test('of a CPU and a GPU, only the GPU is shown', () => {
    expect(labelsOf(busy(GPU, ['ml.g5.12xlarge'], { ...CPU, container: image('mine:1') }).metrics)).toEqual(['GPU, ml.g5.12xlarge', 'GPU memory, ml.g5.12xlarge']);
    expect(titles(widgets({ ...CPU, fallbackInstanceTypes: [SageMakerInstanceType.of('ml.m5.large')] })).filter(title => title.includes('GPU'))).toEqual([]);
  });

  test('a CPU has no GPU to show', () => {
    expect(titles(widgets(CPU)).filter(title => title.includes('GPU'))).toEqual([]);
    expect(metricNames(widgets(CPU)).filter(name => name.startsWith('GPU'))).toEqual([]);
  });
});

describe('an endpoint that sends metrics at other times', () => {
  const bodyOf = (props: Props) => {
    const stack = newStack();
    const { dashboardBody } = newEndpoint(stack, props).dashboard({ pricePerInstanceHour: 2 }).node.defaultChild as CfnDashboard;
    return JSON.stringify(stack.resolve(dashboardBody));
  };
  const at = (seconds: number): Props => ({ metricPublishFrequency: Duration.seconds(seconds) });

  // where it is CloudWatch's default, aws-cdk-lib leaves it out
  const DEFAULT_PERIOD = 300;

  /** What the expressions make of so many instances that report in so many seconds. */
  const value = (text: string, seconds: number, period: number, instances: number) => {
    const values: Record<string, number> = { samples: instances * period / seconds, minutes: instances * period / seconds, requests: 7 };
    const numbers = text.replace(/PERIOD\(samples\)/g, `${period}`).replace(/[a-z]+/g, name => `${values[name]}`);
    return new Function(`return ${numbers}`)();
  };

  test.each([10, 30, 60, 120, 180, 240, 300])('every %i seconds: instances, hours and cost are counted by it', seconds => {
    const all = widgets(at(seconds), { pricePerInstanceHour: 2 });
    const [instances] = expressions(widget(all, 'Availability: instances that report metrics'));
    const [hours, cost, requests] = expressions(widget(all, 'Cost: selected time range'));
    expect(value(instances, seconds, 3600, 3)).toBe(3);
    expect(value(hours, seconds, 7200, 3)).toBe(6);
    expect(value(cost, seconds, 7200, 3)).toBe(12);
    expect(value(requests, seconds, 7200, 3)).toBe(7 / 6);
  });

  test.each([[10, 60], [30, 60], [60, 60], [120, 120], [180, 180], [240, 240], [300, 300]])(
    'every %i seconds: every metric is shown in periods of %i seconds', (seconds, period) => {
      const rows = widgets(at(seconds)).flatMap(({ properties }) => properties.metrics ?? []).map((row: any[]) => row[row.length - 1]);
      expect(new Set(rows.map(row => row.period ?? DEFAULT_PERIOD))).toEqual(new Set([period]));
    });

  test('every minute, the samples are called minutes', () => {
    const [hours, other] = [{}, at(30)].map(props => expressions(widget(widgets(props), 'Cost: selected time range'))[0]);
    expect([hours, other]).toEqual(['minutes / 60', 'samples / 120']);
  });

  test('every few minutes: CloudWatch keeps to the periods', () => {
    expect(bodyOf(at(120))).toContain('\\"periodOverride\\":\\"inherit\\"');
    expect(bodyOf(at(30))).not.toContain('periodOverride');
  });

  test('every minute is the default, and a token is taken for it', () => {
    expect(bodyOf(at(60))).toBe(bodyOf({}));
    expect(bodyOf(at(Lazy.number({ produce: () => 300 })))).toBe(bodyOf({}));
    expect(bodyOf(at(30))).not.toBe(bodyOf({}));
  });
});

describe('what it costs to keep', () => {
  const BILLED = 'initially, billed until the endpoint is deleted, whether or not it receives requests.';
  const cost = (props: Props, options?: DashboardOptions) => widget(widgets(props, options), '### Cost').markdown;
  const value = (options?: DashboardOptions) => widget(widgets({}, options), 'Cost: selected time range');

  test('hours alone, without a price', () => {
    expect(cost({ instanceCount: 2 })).toBe([
      '### Cost', `2 x ml.g5.2xlarge ${BILLED}`, '', '| | |', '|:--|:--|', '| 1 day | 48 instance hours |', '| 30 days | 1,440 instance hours |', '',
      '[SageMaker pricing](https://aws.amazon.com/sagemaker/ai/pricing/)',
    ].join('\n'));
    expect(labelsOf(value().metrics)).toEqual(['instance hours', 'requests per instance hour']);
  });

  test('money, by a price', () => {
    const options = { pricePerInstanceHour: 1.515 };
    expect(cost({ instanceCount: 2 }, options)).toContain('| 1 day | 48 instance hours: 72.72 |\n| 30 days | 1,440 instance hours: 2,181.6 |');
    // at most two decimal places: 24 * 0.0333 = 0.7992
    expect(cost({}, { pricePerInstanceHour: 0.0333 })).toContain('| 1 day | 24 instance hours: 0.8 |');
    expect(cost({ instanceCount: 2 }, options)).toContain('Based on your price of 1.515 per instance hour.');
    expect(expressions(value(options))).toEqual(['minutes / 60', 'minutes / 60 * 1.515', 'requests / (minutes / 60)']);
    expect(value(options)).toMatchObject({ view: 'singleValue', setPeriodToTimeRange: true });
  });

  test('an hour is 60 samples of an instance', () => {
    const [samples] = value().metrics.filter((row: any[]) => row[1] === 'CPUUtilization');
    expect(samples[samples.length - 1]).toMatchObject({ id: 'minutes', stat: 'SampleCount', visible: false });
  });

  test('no sum of a number of instances that is not known', () => {
    const text = cost({ instanceCount: Lazy.number({ produce: () => 3 }) }, { pricePerInstanceHour: 2 });
    expect(text).toBe([
      '### Cost', `3 x ml.g5.2xlarge ${BILLED}`, '', 'Based on your price of 2 per instance hour. [SageMaker pricing](https://aws.amazon.com/sagemaker/ai/pricing/)',
    ].join('\n'));
  });
});

describe('the name', () => {
  const nameOf = (dashboardName?: string) => {
    const stack = newStack();
    newEndpoint(stack).dashboard({ dashboardName });
    return Object.values<any>(template(stack).findResources('AWS::CloudWatch::Dashboard'))[0].Properties.DashboardName;
  };

  test('is left to CloudFormation, or is one\'s own', () => {
    expect(nameOf()).toBeUndefined();
    expect(nameOf('a'.repeat(255))).toBe('a'.repeat(255));
    expect(nameOf('Chat_1-b')).toBe('Chat_1-b');
  });

  test('may be a token', () => {
    expect(nameOf(Lazy.string({ produce: () => 'a' }))).toBe('a');
  });
});

test('all problems are reported at once', () => {
  expect(() => widgets({}, { pricePerInstanceHour: 0, dashboardName: '' })).toThrow(/^Stack\/Endpoint: 2 problems\n {2}- 'dashboardName'.*\n {2}- 'pricePerInstanceHour'/);
});

test('a second call is rejected', () => {
  const endpoint = newEndpoint(newStack());
  endpoint.dashboard();
  expect(() => endpoint.dashboard()).toThrow("Stack/Endpoint: 'dashboard' must not be called twice; "
    + 'add widgets to the dashboard that the first call returned');
});

test('a dashboard adds one resource to the template, and changes nothing in it', () => {
  const stack = newStack();
  newEndpoint(stack).dashboard();
  const before = endpointTemplate().toJSON();
  const { Resources: { ...resources }, ...rest } = template(stack).toJSON();
  const [id] = Object.keys(resources).filter(one => !(one in before.Resources));
  delete resources[id];
  expect({ ...rest, Resources: resources }).toEqual(before);
});

test('the picture of the documentation is drawn of the dashboard', () => {
  const path = join(__dirname, '..', '..', 'docs', 'images', 'dashboard.svg');
  expect(readFileSync(path, 'utf8')).toBe(dashboardPicture(exampleWidgets()).join('\n'));
});
