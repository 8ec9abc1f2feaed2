import { execFileSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { gunzipSync } from 'zlib';
import { pythonEnvironment } from '../../local-aws/python-environment';

/** A type of AWS's API, as botocore describes it. */
export interface Shape {
  readonly type: string;
  readonly required?: string[];
  readonly members?: Record<string, { readonly shape: string }>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: string[];
}

/** The API of a service, as botocore describes it: what AWS itself publishes for its SDKs. */
export interface ServiceModel {
  readonly operations: Record<string, { readonly input: { readonly shape: string } }>;
  readonly shapes: Record<string, Shape>;
}

/** Reads the newest API of each service from the botocore of the local AWS. */
export async function serviceModels(services: string[]): Promise<Record<string, ServiceModel>> {
  const python = await pythonEnvironment(() => undefined);
  const data = execFileSync(python, ['-c', 'import botocore, os; print(os.path.join(botocore.__path__[0], "data"))'], { encoding: 'utf8' }).trim();
  return Object.fromEntries(services.map(service => {
    const version = readdirSync(join(data, service)).sort().pop()!;
    return [service, JSON.parse(gunzipSync(readFileSync(join(data, service, version, 'service-2.json.gz'))).toString())];
  }));
}
