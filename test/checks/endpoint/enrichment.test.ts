import { testCases } from './cases';
import { ENRICHMENT_CHECKS, enrichmentFindings } from '../../../src/checks/endpoint/enrichment';

testCases(ENRICHMENT_CHECKS, {
  'enrichment-twice': {
    mistakes: [['TelemetryEnrichment', { other: 'Stack/A' }, enrichmentFindings(['Stack/A', 'Stack/B'])]],
    neighbors: { 'no other one': enrichmentFindings([]) },
  },
});

test('several others are found once', () => {
  expect(enrichmentFindings(['Stack/A', 'Stack/B'])).toHaveLength(1);
});
