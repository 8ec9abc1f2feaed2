import { testCases } from './cases';
import { OUTPUT_CHECKS, outputFindings } from '../../../src/checks/endpoint/outputs';

testCases(OUTPUT_CHECKS, {
  'outputs-twice': { mistakes: [['outputs', {}, outputFindings(true)]], neighbors: { 'the first call': outputFindings(false) } },
});
