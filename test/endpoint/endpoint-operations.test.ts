import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { EndpointOperations } from '../../src/endpoint/endpoint-operations';
import { EndpointAlarms } from '../../src/monitoring/endpoint-alarms';
import { newStack } from '../util';

type Call = (operations: EndpointOperations) => void;

/** Creates alarms, with one for no instances unless the endpoint scales to zero. */
function createAlarms(scalesToZero: boolean): EndpointAlarms {
  const scope = new Construct(newStack(), 'Monitoring');
  const alarm = (id: string) => new cloudwatch.Alarm(scope, id, {
    metric: new cloudwatch.Metric({ namespace: 'Mine', metricName: id }), threshold: 1, evaluationPeriods: 1,
  });
  const [serverErrors, noInstance, disk] = [alarm('ServerErrors'), scalesToZero ? undefined : alarm('NoInstance'), alarm('Disk')];
  return { all: [serverErrors, ...noInstance ? [noInstance] : [], disk], serverErrors, noInstance, disk };
}

const monitor = (scalesToZero?: boolean): Call => operations => void operations.monitor(scalesToZero, createAlarms);
const empty: Call = operations => operations.letBeEmpty(0);
const unknown: Call = operations => operations.letBeEmpty(1);

test.each<[string, Call[], boolean, boolean]>([
  ['only monitor', [monitor()], true, false],
  ['an empty endpoint, then monitor', [empty, monitor()], false, false],
  ['an endpoint that may be empty, then monitor', [unknown, monitor()], false, false],
  ['monitor, then an empty endpoint, twice', [monitor(), empty, empty], false, false],
  ['an empty endpoint before and after monitor', [empty, monitor(), empty], false, false],
  ['a wanted alarm, then an empty endpoint', [monitor(false), empty], true, true],
  ['an empty endpoint, then a wanted alarm', [empty, monitor(false)], true, true],
  ['a wanted alarm, then an endpoint that may be empty', [monitor(false), unknown], true, false],
  ['a wanted alarm of an endpoint that is empty, and then may be empty', [monitor(false), empty, unknown], true, true],
  ['an unwanted alarm', [monitor(true), empty], false, false],
])('%s: whether there is an alarm for no instances, although scaling removes them', (_, calls, isWatched, isReported) => {
  const operations = new EndpointOperations();
  calls.forEach(call => call(operations));
  expect(operations.alarms!.all.map(({ node }) => node.id)).toEqual(['ServerErrors', ...isWatched ? ['NoInstance'] : [], 'Disk']);
  expect(operations.alarms!.disk.node.scope!.node.children.map(({ node }) => node.id)).toEqual(operations.alarms!.all.map(({ node }) => node.id));
  expect(operations.isWatchedWhileEmpty).toBe(isReported);
});

test('the alarms are returned', () => {
  const operations = new EndpointOperations();
  expect(operations.monitor(undefined, createAlarms)).toBe(operations.alarms);
});
