import { MEMORY_CASES, predict, predictEachFamily, Prediction, summaryOf, V1_CASES } from './memory-predictions';
import { RESERVE } from '../../src/model/memory-formula';

const TITLES: Record<keyof typeof RESERVE, string> = {
  'vllm': 'vLLM 0.21.0 and later',
  'vllm-before-0.21': 'vLLM before 0.21.0',
  'tgi': 'TGI',
  'sglang': 'SGLang',
};

/** The terms of the reserve, by engine. */
export function reserveTable(): string[] {
  return [
    '| engine | base | several GPUs | towers | activations | logits | graphs |',
    '|:--|--:|--:|--:|--:|--:|--:|',
    ...(Object.keys(RESERVE) as (keyof typeof RESERVE)[]).map(engine => {
      const { base, parallel, towers, activations, logits, graphs } = RESERVE[engine];
      return `| ${[TITLES[engine], ...[base, parallel, towers].map(value => `${value} GiB`), activations, logits, `${graphs} GiB`].join(' | ')} |`;
    }),
  ];
}

/** How good the predictions are. */
export function accuracyTable(): string[] {
  const all = (rows: typeof MEMORY_CASES) => rows.map(row => predict(row));
  return [
    '| logs | number | median of predicted ÷ logged tokens | within 25% | predicted to fit, but failed | predicted to fail, but started |',
    '|:--|--:|--:|--:|--:|--:|',
    line('vLLM V1, the half that the terms are fitted to', all(V1_CASES.filter(({ half }) => half === 'fit'))),
    line('vLLM V1, the other half', all(V1_CASES.filter(({ half }) => half === 'test'))),
    line('vLLM V1, each model family with terms that are fitted to the others', predictEachFamily(V1_CASES)),
    line('vLLM V0, also in LMI', all(MEMORY_CASES.filter(row => row.server === 'vllm' && !V1_CASES.includes(row)))),
    line('TGI and SGLang', all(MEMORY_CASES.filter(({ server }) => server !== 'vllm'))),
  ];
}

function line(title: string, predictions: readonly Prediction[]): string {
  const { count, median, within25, failsThatFit, startsThatDoNotFit } = summaryOf(predictions);
  return `| ${[title, count, median.toFixed(2), `${Math.round(within25 * 100)}%`, failsThatFit.length, startsThatDoNotFit.length].join(' | ')} |`;
}
