import { Lazy, PhysicalName, Token } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { DISABLED_CHECKS, ENABLED_CHECKS, enabledFindings, leftOutFindings, unnamedFindings } from '../../../src/checks/endpoint/enabled';
import { planOf } from '../../util';

const enabled = (value: boolean | undefined, endpointName?: string) => enabledFindings(planOf({ enabled: value, endpointName }));
const token = Token.asAny({ Ref: 'Enabled' }) as unknown as boolean;

testCases([...ENABLED_CHECKS, ...DISABLED_CHECKS], {
  'enabled-token': {
    mistakes: [['enabled', {}, enabled(token)]],
    neighbors: { true: enabled(true), false: enabled(false), default: enabled(undefined) },
  },
  'endpoint-disabled': {
    mistakes: [
      ['enabled', { name: 'chat' }, enabled(false, 'chat')],
      ['enabled', { name: undefined }, enabled(false, Lazy.string({ produce: () => 'chat' }))],
    ],
    neighbors: {
      'no name': enabled(false),
      'a name that CDK generates if it needs one': enabled(false, PhysicalName.GENERATE_IF_NEEDED),
      'an enabled endpoint': enabled(true, 'chat'),
      'an unresolved token': enabled(token, 'chat'),
    },
  },
  'disabled-endpoint-without-name': { mistakes: [['endpointName', {}, unnamedFindings()]], neighbors: {} },
  'disabled-endpoint-resource': { mistakes: [['enabled', { path: 'Stack/Alarm' }, leftOutFindings('Stack/Alarm')]], neighbors: {} },
});
