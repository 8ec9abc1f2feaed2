import { HuggingFaceSageMakerEndpointProps } from './huggingface-sagemaker-endpoint-props';

/** What is served, and how. */
export type ModelOptions = Pick<HuggingFaceSageMakerEndpointProps, 'modelId' | 'task' | 'container' | 'server' | 'modelRevision' | 'modelData'
| 'modelProfile' | 'hubAccessToken' | 'environment' | 'startupHealthCheckTimeout' | 'startupHealthCheckTimeoutInSeconds' | 'modelDataDownloadTimeout'>;
