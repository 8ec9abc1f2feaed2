import { testCases } from './cases';
import { DUPLICATE_NAME_CHECKS, duplicateFindings, SameName } from '../../../src/checks/endpoint/duplicate-names';

const same = (isInOtherStage: boolean, what: SameName['what'] = 'endpoint'): SameName =>
  ({ prop: 'endpointName', what, name: 'chat', path: 'Stack/Other', isInOtherStage });

testCases(DUPLICATE_NAME_CHECKS, {
  'duplicate-name': {
    mistakes: [['endpointName', same(false), duplicateFindings([same(true), same(false)])]],
    neighbors: { 'another stage': duplicateFindings([same(true)]), 'no other name': duplicateFindings([]) },
  },
  'duplicate-name-in-stage': {
    mistakes: [['endpointName', same(true), duplicateFindings([same(true), same(false)])]],
    neighbors: { 'the same stage': duplicateFindings([same(false)]) },
  },
});

test.each<[SameName['what'], string]>([
  ['endpoint', "'endpointName' must differ from the names of other endpoints in the account and region, got chat, which is the name of Stack/Other, too; "],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html: all regions share the names
  ['dashboard', "'endpointName' must differ from the names of other dashboards in the account, got chat, which is the name of Stack/Other, too; "],
])('the message says where the name of one %s must differ', (what, message) => {
  expect(duplicateFindings([same(false, what)]).map(found => found.message)).toEqual([expect.stringContaining(message)]);
});
