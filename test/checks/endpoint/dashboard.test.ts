import { Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { DASHBOARD_CHECKS, DASHBOARD_SHAPE, dashboardFindings } from '../../../src/checks/endpoint/dashboard';
import { readShape } from '../../../src/input/shape';

const dashboardName = (name: string) => dashboardFindings({ dashboardName: name }, false);
const price = (pricePerInstanceHour: number) => dashboardFindings({ pricePerInstanceHour }, false);

testCases(DASHBOARD_CHECKS, {
  'dashboard-twice': {
    mistakes: [['dashboard', {}, dashboardFindings({}, true)]],
    neighbors: { 'the first call': dashboardFindings({}, false) },
  },
  'dashboard-name': {
    mistakes: ['', 'a b', 'a.b', 'ä', 'a'.repeat(256)].map(got => ['dashboardName', { got }, dashboardName(got)] as const),
    neighbors: {
      'the longest name': dashboardName('a'.repeat(255)),
      'all characters': dashboardName('Chat_1-b'),
      'an unresolved token': dashboardName(Lazy.string({ produce: () => 'a' })),
    },
  },
  'dashboard-price': {
    mistakes: [
      ...[0, -1, NaN, Infinity].map(got => ['pricePerInstanceHour', { got }, price(got)] as const),
      ['pricePerInstanceHour', { got: 'an unresolved token' }, price(Lazy.number({ produce: () => 1 }))],
    ],
    neighbors: { 'a price': price(0.01), 'no price': dashboardFindings({}, false) },
  },
});

test('options of other types are found', () => {
  const props = ['dashboardName', 'pricePerInstanceHour', 'serverMetrics'];
  expect(readShape(DASHBOARD_SHAPE, Object.fromEntries(props.map(prop => [prop, {}]))).wrong.map(({ prop }) => prop)).toEqual(props);
});
