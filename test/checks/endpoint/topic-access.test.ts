import { ClosedTopic, TOPIC_ACCESS_CHECKS, topicAccessFindings } from '../../../src/checks/endpoint/topic-access';
import { found } from '../../util';

const closed = (topic: string, notifiedBy: string, service = 'cloudwatch.amazonaws.com', obstacle: ClosedTopic['obstacle'] = 'topic policy'): ClosedTopic =>
  ({ topic, notifiedBy, service, obstacle });

test('a topic is found once for each service and obstacle, with what notifies it first', () => {
  const distinct = [
    closed('Stack/One', 'Stack/Disk'),
    closed('Stack/One', 'Stack/Rule', 'events.amazonaws.com'),
    closed('Stack/One', 'Stack/Disk', 'cloudwatch.amazonaws.com', 'key policy'),
    closed('Stack/Two', 'Stack/Disk'),
  ];
  const [first, ...others] = distinct;
  expect(found(topicAccessFindings([first, closed('Stack/One', 'Stack/Errors'), ...others, closed('Stack/Two', 'Stack/Errors')])))
    .toEqual(distinct.map(values => ({ id: 'topic-access', prop: values.topic, values })));
  expect(topicAccessFindings([])).toEqual([]);
});

const GRANT = "allow it with 'topic.grantPublish', for that service principal";

test.each<[ClosedTopic['obstacle'], string]>([
  ['topic policy', GRANT],
  ['key policy', `${GRANT}, which also adds a statement to the policy of the key`],
  ['AWS managed key', "use a key of your own, and allow the service with 'topic.grantPublish'"],
])('the message says how to fix it: %s', (obstacle, fix) => {
  expect(topicAccessFindings([closed('Stack/Topic', 'Stack/Disk', 'events.amazonaws.com', obstacle)]).map(({ message }) => message))
    .toEqual([`'Stack/Topic' must allow events.amazonaws.com to publish, which Stack/Disk needs, but its ${obstacle} does not; ${fix}`]);
  expect(TOPIC_ACCESS_CHECKS.map(({ id }) => id)).toEqual(['topic-access']);
});
