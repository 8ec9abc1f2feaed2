import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Stack, Stage } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps } from '../../src';
import { IRELAND } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const KEY_ID = `AKIA${'A'.repeat(16)}`;
const asset = (password: string): Props =>
  ({ container: ContainerImage.fromAsset(__dirname, { file: 'secret-cases.ts', buildArgs: { INDEX_PASSWORD: password } }) });

/** Secrets in plain text. */
export const SECRET_CASES: Record<string, { readonly mistake: Props; readonly neighbor: Props }> = {
  'secret-in-plain-text': { mistake: { modelRevision: KEY_ID }, neighbor: { modelRevision: KEY_ID.slice(1) } },
  'secret-by-meaning': { mistake: asset('correct-horse'), neighbor: asset('/run/secrets/index') },
};

type Call = (endpoint: HuggingFaceSageMakerEndpoint) => unknown;

const named = (scope: Stack, endpointName: string) => new sagemaker.CfnEndpoint(scope, 'Other', { endpointName, endpointConfigName: 'one' });
const inStage = (endpoint: HuggingFaceSageMakerEndpoint) => new Stack(new Stage(endpoint.node.root, 'Prod'), 'Stack', { env: IRELAND });

/** Names that are not unique. */
export const NAME_CASES: Record<string, { readonly props: Props; readonly mistake: Call; readonly neighbor: Call }> = {
  'duplicate-name': {
    props: { endpointName: 'Chat' },
    mistake: endpoint => named(endpoint.stack, 'chat'),
    neighbor: endpoint => named(endpoint.stack, 'chat-2'),
  },
  'duplicate-name-in-stage': {
    props: { endpointName: 'Chat' },
    mistake: endpoint => named(inStage(endpoint), 'chat'),
    neighbor: endpoint => named(inStage(endpoint), 'chat-2'),
  },
};
