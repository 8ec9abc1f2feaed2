import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { DataCaptureMode } from './data-capture-mode';
import { DataCaptureOptions } from './data-capture-options';
import { BucketFolder } from '../common/bucket-folder';

/** The folder of the options. */
export function dataCaptureFolder({ bucket, prefix = 'data-capture', encryptionKey }: DataCaptureOptions): BucketFolder {
  return new BucketFolder(bucket, prefix, encryptionKey);
}

/** Grants what is needed, and says what is captured. */
export function createDataCapture(options: DataCaptureOptions, grantee: iam.IGrantable): CfnEndpointConfig.DataCaptureConfigProperty {
  const folder = dataCaptureFolder(options);
  folder.grantWrite(grantee);
  return {
    enableCapture: options.enabled ?? true,
    initialSamplingPercentage: options.samplingPercentage,
    destinationS3Uri: folder.uri,
    // what SageMaker takes without a key is not documented: the key of the bucket is named too
    kmsKeyId: folder.key?.keyArn,
    captureOptions: captureModes(options.mode).map(captureMode => ({ captureMode })),
    captureContentTypeHeader: contentTypes(options),
  };
}

/** AWS's guide lists both sides, where the API has a third name for them. */
function captureModes(mode = DataCaptureMode.INPUT_AND_OUTPUT): DataCaptureMode[] {
  return mode === DataCaptureMode.INPUT_AND_OUTPUT ? [DataCaptureMode.INPUT, DataCaptureMode.OUTPUT] : [mode];
}

/** The defaults are those of the SageMaker Python SDK. The API takes no empty list. */
function contentTypes({ jsonContentTypes = ['application/json'], csvContentTypes = ['text/csv'] }: DataCaptureOptions) {
  const header = { ...jsonContentTypes.length && { jsonContentTypes }, ...csvContentTypes.length && { csvContentTypes } };
  return Object.keys(header).length ? header : undefined;
}
