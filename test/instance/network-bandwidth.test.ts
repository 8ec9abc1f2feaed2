import * as fs from 'fs';
import * as path from 'path';
import { SageMakerInstanceType } from '../../src';
import { LEAST_BANDWIDTH } from '../../src/checks/model/time';
import { networkBandwidth } from '../../src/instance/network-bandwidth';

const FILE = path.join(__dirname, '..', '..', 'data', 'instance-types.json');
const { instanceTypes }: { instanceTypes: Record<string, { networkMbps?: number }> } = JSON.parse(fs.readFileSync(FILE, 'utf8'));

test('the bandwidth of every instance type is that of the data', () => {
  for (const [name, { networkMbps }] of Object.entries(instanceTypes)) {
    expect([name, networkBandwidth(SageMakerInstanceType.of(name))]).toEqual([name, networkMbps && networkMbps * 125_000]);
  }
  expect(networkBandwidth(SageMakerInstanceType.ML_G5_XLARGE)).toBe(312_500_000);
});

test('no instance type has less than the least', () => {
  const all = Object.keys(instanceTypes).flatMap(name => networkBandwidth(SageMakerInstanceType.of(name)) ?? []);
  expect(Math.min(...all)).toBe(LEAST_BANDWIDTH);
});

test.each(['ml.z99.large', '', 'ml.', '2500'])('the bandwidth of %j is not known', name => {
  expect(networkBandwidth(SageMakerInstanceType.of(name))).toBeUndefined();
});
